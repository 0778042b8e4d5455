#include "codegen/inspect/footprint.h"

#include <algorithm>
#include <optional>
#include <sstream>

#include "codegen/emit/layer_emitter.h"

namespace bitstill::codegen {
namespace {

constexpr int64_t kScaleBytes = 8;  // a multiplier and a shift
constexpr int64_t kFieldBytes = 4;  // of structs in arrays

// Of the elements of an array; nothing for structs, whose rows are counted by their numbers.
std::optional<int64_t> scalar_bytes(const std::string& type) {
  if (type == "int8_t" || type == "uint8_t") return 1;
  if (type == "int16_t" || type == "uint16_t") return 2;
  if (type == "int32_t" || type == "uint32_t") return 4;
  return std::nullopt;
}

// The numbers in "{1, 2}, {3, 4},".
int64_t numbers_in(std::string line) {
  std::ranges::replace_if(
      line, [](char c) { return c == ',' || c == '{' || c == '}'; }, ' ');
  std::istringstream words(line);
  int64_t count = 0;
  for (std::string word; words >> word;) ++count;
  return count;
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
    std::string keyword, type, name;
    if (line.starts_with("alignas")) words >> keyword;
    if (!(words >> keyword >> type >> name) || keyword != "constexpr" || type == "const") continue;
    const size_t bracket = name.find('[');
    if (type == "arithmetic::UniformScale") bytes += kScaleBytes;
    if (bracket == std::string::npos) continue;
    if (const auto scalar = scalar_bytes(type)) {
      bytes += *scalar * std::stoll(name.substr(bracket + 1));
      continue;
    }
    while (std::getline(lines, line) && line != "};") bytes += kFieldBytes * numbers_in(line);
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
