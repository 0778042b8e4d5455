#include <algorithm>

#include "codegen/ops/lookup/lookup.h"
#include "codegen/passes/passes.h"

namespace bitstill::codegen::passes {

void fuse_activations(Graph& graph) {
  for (size_t i = 0; i < graph.operators.size();) {
    const auto* function = dynamic_cast<const ops::Lookup*>(graph.operators[i].get());
    const auto limits = function == nullptr ? std::nullopt : ops::as_clamp(function->table);
    const auto writer = limits ? graph.writer(function->inputs[0]) : std::nullopt;
    ClampRange* clamp = writer ? graph.operators[*writer]->output_clamp() : nullptr;
    if (clamp == nullptr || graph.readers(function->inputs[0]) != 1) {
      ++i;
      continue;
    }
    *clamp = {std::clamp(clamp->low, limits->low, limits->high), std::clamp(clamp->high, limits->low, limits->high)};
    graph.fused.push_back(
        {std::string(function->name()), function->inputs[0], function->outputs[0], "done by the operator before"});
    graph.operators[*writer]->outputs = function->outputs;
    graph.operators.erase(graph.operators.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

}  // namespace bitstill::codegen::passes
