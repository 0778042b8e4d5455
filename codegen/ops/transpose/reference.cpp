#include <fmt/format.h>
#include <fmt/ranges.h>

#include "codegen/graph/values.h"
#include "codegen/ops/transpose/transpose.h"

namespace bitstill::codegen::ops {

std::string Transpose::parameters() const { return fmt::format("axes [{}]", fmt::join(permutation, ", ")); }

void Transpose::run(const Graph&, TensorValues& values) const {
  const auto input = values.int8(inputs[0]);
  auto output = values.int8(outputs[0]).begin();
  Shape output_shape;
  for (const int32_t axis : permutation) output_shape.push_back(input_shape[static_cast<size_t>(axis)]);
  for_each_index(output_shape, [&](const Shape& index) {
    Shape source(index.size());
    for (size_t i = 0; i < index.size(); ++i) source[static_cast<size_t>(permutation[i])] = index[i];
    *output++ = input[position(input_shape, source)];
  });
}

}  // namespace bitstill::codegen::ops
