#include "codegen/inspection.h"

#include <algorithm>

#include "codegen/inspect/footprint.h"
#include "codegen/memory/overlap.h"
#include "codegen/memory/plan.h"
#include "configs/schema/utf8.h"

namespace bitstill::codegen {
namespace {

using Json = nlohmann::ordered_json;

// The names in a file are anybody's bytes; JSON holds only text.
std::string readable(std::string name) {
  if (configs::is_text(name)) return name;
  std::ranges::replace_if(
      name, [](char c) { return c < 32 || c > 126; }, '?');
  return name;
}

// Only int8 tensors map to real numbers.
void add_quantization(const Tensor& tensor, const std::string& prefix, Json& entry) {
  if (tensor.type != ElementType::kInt8 || !tensor.quantization.per_tensor()) return;
  entry[prefix + "scale"] = tensor.quantization.scale();
  entry[prefix + "zero_point"] = tensor.quantization.zero_point();
}

Json border(const Graph& graph, const std::vector<int>& tensors) {
  Json list = Json::array();
  for (const int index : tensors) {
    const Tensor& tensor = graph.tensor(index);
    Json entry = {
        {"tensor", index}, {"name", readable(tensor.name)}, {"type", element_name(tensor)}, {"shape", tensor.shape}};
    add_quantization(tensor, "", entry);
    list.push_back(std::move(entry));
  }
  return list;
}

// Where weights may be coded: what they are, and what the form chosen costs beside raw ones.
void add_coding(const Graph& graph, size_t node, Json& entry) {
  const auto chosen = std::ranges::find(graph.codings, node, &ChosenCoding::node);
  if (chosen == graph.codings.end()) return;
  entry["coding"] = {{"form", coding_name(chosen->coding)},
                     {"weights", chosen->weights},
                     {"zeros", chosen->zeros},
                     {"different_values", chosen->different},
                     {"entropy_bits", chosen->entropy_bits},
                     {"raw_flash_bytes", chosen->raw_bytes},
                     {"flash_bytes", chosen->bytes},
                     {"raw_working_bytes", chosen->raw_ram_bytes},
                     {"working_bytes", chosen->ram_bytes},
                     {"raw_instructions", chosen->raw_instructions},
                     {"instructions", chosen->instructions}};
}

Json layers(const Graph& graph, const Footprint& whole) {
  Json list = Json::array();
  for (const Layer& layer : graph.layers()) {
    const Operator& node = *graph.operators[layer.node];
    const LayerFootprint& weight = whole.layers[layer.node];
    const Tensor& output = graph.tensor(layer.tensor);
    const bool first = layer.output == 0;  // an operator's own numbers stand at the first of its outputs
    Json entry = {{"name", layer.name},
                  {"operator", node.name()},
                  {"parameters", node.parameters()},
                  {"tensor", layer.tensor},
                  {"output_shape", output.shape}};
    add_quantization(output, "output_", entry);
    entry["inputs"] = node.inputs;
    entry["macs"] = first ? node.macs() : 0;
    entry["parameter_bytes"] = first ? node.parameter_bytes() : 0;
    entry["flash_bytes"] = first ? weight.flash_bytes : 0;
    if (first) add_coding(graph, layer.node, entry);
    entry["alive_bytes"] = weight.alive_bytes;
    list.push_back(std::move(entry));
  }
  return list;
}

// What an output is written over, if anything.
void add_sharing(const MemoryPlan& plan, const Placement& output, const Overlaps& overlaps, Json& entry) {
  for (const Placement& input : plan.placements) {
    const bool meet = input.offset < output.offset + output.bytes && output.offset < input.offset + input.bytes;
    if (!meet || !overlaps.in_place(input, output)) continue;
    entry["over"] = input.tensor;
    entry["ahead_bytes"] = input.offset - output.offset;
    return;
  }
}

Json memory(const Graph& graph, const MemoryPlan& plan) {
  const Overlaps overlaps(graph);
  const std::vector<std::string> names = graph.layer_names();
  Json list = Json::array();
  for (const Placement& placement : plan.placements) {
    Json entry = {
        {"tensor", placement.tensor},
        {"name", placement.tensor < 0 ? "" : readable(graph.tensor(placement.tensor).name)},
        {"written_by", names[static_cast<size_t>(placement.kept_by < 0 ? placement.first : placement.kept_by)]},
        {"bytes", placement.bytes},
        {"offset", placement.offset},
        {"first", placement.first},
        {"last", placement.last}};
    add_sharing(plan, placement, overlaps, entry);
    list.push_back(std::move(entry));
  }
  return list;
}

Json fused(const Graph& graph) {
  Json list = Json::array();
  for (const Fused& gone : graph.fused) {
    list.push_back(
        {{"operator", gone.operator_name}, {"input", gone.input}, {"output", gone.output}, {"reason", gone.reason}});
  }
  return list;
}

}  // namespace

Json inspection(const Graph& graph) {
  const MemoryPlan plan = plan_memory(graph);
  const Footprint whole = footprint(graph, plan);
  return {{"artifact_sha256", graph.artifact_sha256},
          {"macs", graph.macs()},
          {"parameter_bytes", graph.parameter_bytes()},
          {"flash_bytes", whole.flash_bytes},
          {"input_bytes", graph.input_bytes()},
          {"output_bytes", graph.output_bytes()},
          {"arena_bytes", plan.arena_bytes},
          {"liveness_bytes", plan.liveness_bytes},
          {"lower_bound_bytes", plan.lower_bound_bytes},
          {"fullest_layer", whole.layers.at(whole.fullest).name},
          {"inputs", border(graph, graph.inputs)},
          {"outputs", border(graph, graph.outputs)},
          {"layers", layers(graph, whole)},
          {"memory", memory(graph, plan)},
          {"fused", fused(graph)}};
}

}  // namespace bitstill::codegen
