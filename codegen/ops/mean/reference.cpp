#include <fmt/format.h>

#include "codegen/graph/values.h"
#include "codegen/ops/mean/mean.h"
#include "codegen/ops/strided_copy/strided_copy.h"

namespace bitstill::codegen::ops {

std::string Mean::parameters() const {
  std::string axes;
  for (size_t axis = 0; axis < reduced.size(); ++axis) {
    if (reduced[axis]) axes += fmt::format("{}{}", axes.empty() ? "" : ", ", axis);
  }
  return fmt::format("axes [{}], {} values", axes, count);
}

void Mean::run(const Graph&, TensorValues& values) const {
  const auto input = values.int8(inputs[0]);
  const auto output = values.int8(outputs[0]);
  Shape kept = input_shape;
  for (size_t axis = 0; axis < kept.size(); ++axis) {
    if (reduced[axis]) kept[axis] = 1;
  }
  std::vector<int32_t> sums(output.size(), 0);
  for_each_index(input_shape, [&](const Shape& index) {
    Shape target = index;
    for (size_t axis = 0; axis < target.size(); ++axis) {
      if (reduced[axis]) target[axis] = 0;
    }
    sums[position(kept, target)] += input[position(input_shape, index)] - input_zero_point;
  });
  for (size_t i = 0; i < output.size(); ++i) {
    const int32_t mean = arithmetic::multiply(sums[i], scale) + output_zero_point;
    output[i] = static_cast<int8_t>(arithmetic::clamp(mean, -128, 127));
  }
}

}  // namespace bitstill::codegen::ops
