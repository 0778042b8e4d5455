#include "codegen/inspect/footprint.h"

#include <algorithm>
#include <map>
#include <sstream>

#include "codegen/emit/layer_emitter.h"
#include "configs/support/error.h"

namespace bitstill::codegen {
namespace {

int64_t element_bytes(const std::string& type) {
  static const std::map<std::string, int64_t> kBytes = {
      {"int8_t", 1},  {"uint8_t", 1},  {"int16_t", 2},           {"uint16_t", 2},
      {"int32_t", 4}, {"uint32_t", 4}, {"arithmetic::Scale", 8}, {"arithmetic::UniformScale", 8}};
  const auto found = kBytes.find(type);
  if (found == kBytes.end()) throw Error("the size of a constant of type " + type + " is not known; report this");
  return found->second;
}

int64_t alive_bytes(const MemoryPlan& plan, int node) {
  std::vector<Placement> alive;
  std::ranges::copy_if(plan.placements, std::back_inserter(alive),
                       [&](const Placement& p) { return p.first <= node && node <= p.last; });
  std::ranges::sort(alive, {}, &Placement::offset);
  int64_t bytes = 0, end = 0;
  for (const Placement& placement : alive) {
    const int64_t placement_end = placement.offset + placement.bytes;
    bytes += std::max<int64_t>(0, placement_end - std::max(end, placement.offset));
    end = std::max(end, placement_end);
  }
  return bytes;
}

}  // namespace

int64_t constant_bytes(const std::string& text) {
  std::istringstream lines(text);
  int64_t bytes = 0;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string constexpr_word, type, name;
    if (!(words >> constexpr_word >> type >> name) || constexpr_word != "constexpr") continue;
    const size_t bracket = name.find('[');
    if (bracket != std::string::npos && type != "const") {
      bytes += element_bytes(type) * std::stoll(name.substr(bracket + 1));
    } else if (type == "arithmetic::UniformScale") {
      bytes += element_bytes(type);
    }
  }
  return bytes;
}

Footprint footprint(const Graph& graph, const MemoryPlan& plan) {
  Footprint whole;
  whole.ram_bytes = plan.arena_bytes;
  whole.macs = graph.macs();
  const auto names = graph.layer_names();
  ModuleText text;
  for (size_t i = 0; i < graph.operators.size(); ++i) {
    const Operator& node = *graph.operators[i];
    text.constants.clear();
    LayerEmitter emitter(graph, plan, i, names[i], text);
    node.emit(emitter);
    whole.layers.push_back({names[i], std::string(node.name()), node.macs(), constant_bytes(text.constants),
                            alive_bytes(plan, static_cast<int>(i))});
    whole.flash_bytes += whole.layers.back().flash_bytes;
    if (whole.layers[i].alive_bytes > whole.layers[whole.fullest].alive_bytes) whole.fullest = i;
  }
  return whole;
}

}  // namespace bitstill::codegen
