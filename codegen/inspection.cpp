#include "codegen/inspection.h"

#include "codegen/memory/plan.h"

namespace bitstill::codegen {

using Json = nlohmann::ordered_json;

Json inspection(const Graph& graph) {
  const MemoryPlan plan = plan_memory(graph);
  const std::vector<std::string> names = graph.layer_names();
  Json layers = Json::array();
  for (const Layer& layer : graph.layers()) {
    const Operator& node = *graph.operators[layer.node];
    layers.push_back({{"name", layer.name},
                      {"operator", node.name()},
                      {"tensor", layer.tensor},
                      {"output_shape", graph.tensor(layer.tensor).shape},
                      {"macs", layer.output == 0 ? node.macs() : 0},
                      {"parameter_bytes", layer.output == 0 ? node.parameter_bytes() : 0}});
  }
  Json memory = Json::array();
  for (const Placement& placement : plan.placements) {
    memory.push_back({{"tensor", placement.tensor},  // -1: scratch
                      {"written_by", names[static_cast<size_t>(placement.first)]},
                      {"bytes", placement.bytes},
                      {"offset", placement.offset},
                      {"first", placement.first},
                      {"last", placement.last}});
  }
  return {{"artifact_sha256", graph.artifact_sha256},
          {"macs", graph.macs()},
          {"parameter_bytes", graph.parameter_bytes()},
          {"input_bytes", graph.input_bytes()},
          {"output_bytes", graph.output_bytes()},
          {"arena_bytes", plan.arena_bytes},
          {"liveness_bytes", plan.liveness_bytes},
          {"lower_bound_bytes", plan.lower_bound_bytes},
          {"layers", layers},
          {"memory", memory}};
}

}  // namespace bitstill::codegen
