#include <algorithm>

#include "codegen/graph/values.h"
#include "codegen/passes/passes.h"

namespace bitstill::codegen::passes {
namespace {

// An output of the graph must be computed while the module runs, there is no place for a constant one.
bool can_fold(const Graph& graph, const Operator& node) {
  const auto constant = [&](int tensor) { return graph.tensor(tensor).constant; };
  const auto wanted = [&](int tensor) { return std::ranges::find(graph.outputs, tensor) != graph.outputs.end(); };
  return std::ranges::all_of(node.inputs, constant) && std::ranges::none_of(node.outputs, wanted);
}

}  // namespace

void fold_constants(Graph& graph) {
  for (size_t i = 0; i < graph.operators.size();) {
    const Operator& node = *graph.operators[i];
    if (!can_fold(graph, node)) {
      ++i;
      continue;
    }
    TensorValues values(graph);
    node.run(graph, values);
    for (const int output : node.outputs) {
      const auto bytes = values.bytes(output);
      Tensor& tensor = graph.tensors[static_cast<size_t>(output)];
      tensor.constant = true;
      tensor.data.assign(bytes.begin(), bytes.end());
      graph.fused.push_back({std::string(node.name()), node.inputs[0], output, "computed beforehand"});
    }
    graph.operators.erase(graph.operators.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

}  // namespace bitstill::codegen::passes
