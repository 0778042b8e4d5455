#include <fmt/format.h>

#include "codegen/graph/values.h"
#include "codegen/ops/split/split.h"

namespace bitstill::codegen::ops {

std::string Split::parameters() const { return fmt::format("axis {}", axis); }

void Split::run(const Graph& graph, TensorValues& values) const {
  const auto input = values.int8(inputs[0]);
  const Shape& from = graph.tensor(inputs[0]).shape;
  int32_t begin = 0;
  for (const int tensor : outputs) {
    const auto output = values.int8(tensor);
    const Shape& to = graph.tensor(tensor).shape;
    for_each_index(to, [&](const Shape& index) {
      Shape source = index;
      source[axis] += begin;
      output[position(to, index)] = input[position(from, source)];
    });
    begin += to[axis];
  }
}

}  // namespace bitstill::codegen::ops
