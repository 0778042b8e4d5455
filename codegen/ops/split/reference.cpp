#include <fmt/format.h>

#include "codegen/graph/values.h"
#include "codegen/ops/split/split.h"

namespace bitstill::codegen::ops {

std::string Split::parameters() const { return fmt::format("axis {}", axis); }

void Split::run(const Graph&, TensorValues& values) const {
  const auto input = values.int8(inputs[0]);
  int32_t begin = 0;
  for (const int tensor : outputs) {
    auto output = values.int8(tensor).begin();
    for_each_index(output_shape, [&](const Shape& index) {
      Shape source = index;
      source[axis] += begin;
      *output++ = input[position(input_shape, source)];
    });
    begin += output_shape[axis];
  }
}

}  // namespace bitstill::codegen::ops
