#include <algorithm>

#include "codegen/graph/values.h"
#include "codegen/passes/passes.h"

namespace bitstill::codegen::passes {
namespace {

// A file may ask for large tensors made from small ones; modules that carried these would be larger than devices are.
constexpr int64_t kMostFoldedBytes = int64_t{1} << 20;

// An output of the graph must be computed while the module runs, there is no place for a constant one.
bool can_fold(const Graph& graph, const Operator& node, int64_t folded_bytes) {
  const auto constant = [&](int tensor) { return graph.tensor(tensor).constant; };
  const auto wanted = [&](int tensor) { return std::ranges::find(graph.outputs, tensor) != graph.outputs.end(); };
  for (const int output : node.outputs) folded_bytes += graph.tensor(output).bytes();
  return folded_bytes <= kMostFoldedBytes && std::ranges::all_of(node.inputs, constant) &&
         std::ranges::none_of(node.outputs, wanted);
}

}  // namespace

void fold_constants(Graph& graph) {
  int64_t folded_bytes = 0;
  for (size_t i = 0; i < graph.operators.size();) {
    const Operator& node = *graph.operators[i];
    if (!can_fold(graph, node, folded_bytes)) {
      ++i;
      continue;
    }
    TensorValues values(graph, node);
    node.run(graph, values);
    for (const int output : node.outputs) {
      const auto bytes = values.bytes(output);
      folded_bytes += static_cast<int64_t>(bytes.size());
      Tensor& tensor = graph.tensors[static_cast<size_t>(output)];
      tensor.constant = true;
      tensor.data.assign(bytes.begin(), bytes.end());
      graph.fused.push_back({std::string(node.name()), node.inputs[0], output, "computed beforehand"});
    }
    graph.operators.erase(graph.operators.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

}  // namespace bitstill::codegen::passes
