#include <algorithm>

#include "codegen/passes/passes.h"

namespace bitstill::codegen::passes {
namespace {

bool contains(const std::vector<int>& list, int value) { return std::ranges::find(list, value) != list.end(); }

void replace(std::vector<int>& list, int from, int to) { std::ranges::replace(list, from, to); }

// Everybody who reads or writes `from` now reads or writes `to`.
void rename_tensor(Graph& graph, int from, int to) {
  for (const auto& node : graph.operators) {
    replace(node->inputs, from, to);
    replace(node->outputs, from, to);
  }
}

// The tensor that remains when the operator goes, or -1 where it must stay.
int kept_tensor(const Graph& graph, const Operator& node) {
  const int input = node.inputs[0];
  const int output = node.outputs[0];
  if (!contains(graph.outputs, output)) return input;
  // The output has to exist under its own name, so the input takes that name, unless it too is seen from outside or
  // nobody computes it.
  const bool stays = contains(graph.inputs, input) || contains(graph.outputs, input) || graph.tensor(input).constant;
  return stays ? -1 : output;
}

}  // namespace

void remove_identities(Graph& graph) {
  for (size_t i = 0; i < graph.operators.size();) {
    const Operator& node = *graph.operators[i];
    const int kept = node.identity() ? kept_tensor(graph, node) : -1;
    if (kept < 0) {
      ++i;
      continue;
    }
    const int input = node.inputs[0];
    const int output = node.outputs[0];
    graph.fused.push_back({std::string(node.name()), input, output});
    graph.operators.erase(graph.operators.begin() + static_cast<std::ptrdiff_t>(i));
    rename_tensor(graph, kept == input ? output : input, kept);
  }
}

}  // namespace bitstill::codegen::passes
