#include "codegen/ops/lookup/lookup.h"
#include "codegen/passes/passes.h"

namespace bitstill::codegen::passes {
namespace {

// The function whose output only `second` reads; nullptr where there is none.
ops::Lookup* function_before(const Graph& graph, const Operator& second) {
  const int between = second.inputs[0];
  const auto writer = graph.writer(between);
  if (!writer || graph.readers(between) != 1) return nullptr;
  return dynamic_cast<ops::Lookup*>(graph.operators[*writer].get());
}

}  // namespace

void fuse_lookups(Graph& graph) {
  for (size_t i = 0; i < graph.operators.size(); ++i) {
    auto* second = dynamic_cast<ops::Lookup*>(graph.operators[i].get());
    if (second == nullptr) continue;
    ops::Lookup* first = function_before(graph, *second);
    if (first == nullptr) continue;
    ops::LookupTable table{};
    for (size_t q = 0; q < table.size(); ++q) table[q] = second->table[static_cast<size_t>(first->table[q] + 128)];
    second->table = table;
    graph.fused.push_back(
        {std::string(first->name()), first->inputs[0], first->outputs[0], "done by the function that follows"});
    second->inputs = first->inputs;
    std::erase_if(graph.operators, [&](const auto& node) { return node.get() == first; });
    --i;  // what was at i has moved one place forward
  }
}

}  // namespace bitstill::codegen::passes
