#include "firmware/verify/reference.h"

#include <fmt/format.h>

#include <algorithm>

#include "codegen/codegen.h"
#include "configs/support/error.h"

namespace bitstill::firmware {
namespace {

bool belong_together(const codegen::Graph& graph, const ModuleFolder& module) {
  const auto same_layer = [&](const codegen::Layer& own, const ModuleLayer& layer) {
    return graph.operators[own.node]->name() == layer.operator_name && own.tensor == layer.tensor &&
           graph.tensor(layer.tensor).bytes() == layer.bytes;
  };
  const auto same_tensor = [&](int index, const ModuleBorder& tensor) {
    return index == tensor.tensor && graph.tensor(index).bytes() == tensor.bytes;
  };
  return std::ranges::equal(graph.layers(), module.layers, same_layer) &&
         std::ranges::equal(graph.inputs, module.inputs, same_tensor) &&
         std::ranges::equal(graph.outputs, module.outputs, same_tensor);
}

}  // namespace

codegen::Graph load_reference(const ModuleFolder& module) {
  for (const bool passes : {true, false}) {
    codegen::Graph graph = codegen::load_graph(module.check("model.tflite"), passes);
    if (belong_together(graph, module)) return graph;
  }
  throw Error(fmt::format("{}: names other layers than check/model.tflite has; generate the module again",
                          module.check("module.json").string()));
}

}  // namespace bitstill::firmware
