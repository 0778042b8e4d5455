#include "codegen/inspection.h"

#include "codegen/memory/plan.h"

namespace bitstill::codegen {

using Json = nlohmann::ordered_json;

Json inspection(const Graph& graph) {
  const MemoryPlan plan = plan_memory(graph);
  const std::vector<std::string> names = graph.layer_names();
  Json layers = Json::array();
  for (size_t i = 0; i < graph.operators.size(); ++i) {
    const Operator& node = *graph.operators[i];
    const int output = node.outputs.at(0);
    layers.push_back({{"name", names[i]},
                      {"operator", node.name()},
                      {"tensor", output},
                      {"output_shape", graph.tensor(output).shape},
                      {"macs", node.macs()},
                      {"parameter_bytes", node.parameter_bytes()}});
  }
  Json memory = Json::array();
  for (const Placement& placement : plan.placements) {
    memory.push_back({{"tensor", placement.tensor},
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
          {"layers", layers},
          {"memory", memory}};
}

}  // namespace bitstill::codegen
