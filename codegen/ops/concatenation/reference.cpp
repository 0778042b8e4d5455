#include <fmt/format.h>

#include "codegen/graph/values.h"
#include "codegen/memory/plan.h"
#include "codegen/ops/concatenation/concatenation.h"

namespace bitstill::codegen::ops {

std::string Concatenation::parameters() const { return fmt::format("axis {}", axis); }

// An input that becomes one block of the output may be computed where it belongs, and needs no copy then.
std::optional<InPlace> Concatenation::in_place(size_t input) const {
  const StridedCopy& copy = copies[input];
  if (!copy.axes.empty() || copy.output_offset % kArenaAlignment != 0) return std::nullopt;
  return InPlace{copy.output_offset, true};
}

void Concatenation::run(const Graph&, TensorValues& values) const {
  const auto output = values.int8(outputs[0]);
  int32_t joined = 0;
  for (size_t i = 0; i < inputs.size(); ++i) {
    const auto input = values.int8(inputs[i]);
    const Shape& from = input_shapes[i];
    for_each_index(from, [&](const Shape& index) {
      Shape target = index;
      target[axis] += joined;
      output[position(output_shape, target)] = input[position(from, index)];
    });
    joined += from[axis];
  }
}

}  // namespace bitstill::codegen::ops
