#include <fmt/format.h>
#include <fmt/ranges.h>

#include "codegen/graph/values.h"
#include "codegen/ops/transpose/transpose.h"

namespace bitstill::codegen::ops {

std::string Transpose::parameters() const { return fmt::format("axes [{}]", fmt::join(permutation, ", ")); }

void Transpose::run(const Graph& graph, TensorValues& values) const {
  const auto input = values.int8(inputs[0]);
  const auto output = values.int8(outputs[0]);
  const Shape& from = graph.tensor(inputs[0]).shape;
  const Shape& to = graph.tensor(outputs[0]).shape;
  for_each_index(to, [&](const Shape& index) {
    Shape source(index.size());
    for (size_t i = 0; i < index.size(); ++i) source[static_cast<size_t>(permutation[i])] = index[i];
    output[position(to, index)] = input[position(from, source)];
  });
}

}  // namespace bitstill::codegen::ops
