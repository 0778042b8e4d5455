#include "codegen/inspect/budget.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "configs/support/error.h"
#include "configs/support/units.h"

namespace bitstill::codegen {
namespace {

using Weight = int64_t LayerFootprint::*;

constexpr size_t kLayersShown = 12;

// The heaviest layers first; those that weigh nothing are left out.
std::string by_weight(const Footprint& whole, Weight weight, const std::string& unit) {
  std::vector<LayerFootprint> layers = whole.layers;
  std::erase_if(layers, [&](const LayerFootprint& layer) { return layer.*weight == 0; });
  std::ranges::stable_sort(layers, std::greater<>(), weight);
  std::string text;
  const size_t shown = std::min(layers.size(), kLayersShown);
  for (size_t i = 0; i < shown; ++i) {
    text += fmt::format("  {:<22} {:<22} {:>12} {}\n", layers[i].name, layers[i].operator_name,
                        with_commas(layers[i].*weight), unit);
  }
  if (shown < layers.size()) text += fmt::format("  and {} lighter layers\n", layers.size() - shown);
  return text;
}

// What lies in the arena while the fullest layer runs.
std::string fullest_moment(const Graph& graph, const MemoryPlan& plan, const Footprint& whole) {
  const auto names = graph.layer_names();
  const int now = static_cast<int>(whole.fullest);
  std::string text = fmt::format("fullest at {}:\n", whole.layers[whole.fullest].name);
  for (const Placement& placement : plan.placements) {
    if (placement.first > now || now > placement.last) continue;
    const bool input = placement.tensor >= 0 && std::ranges::find(graph.inputs, placement.tensor) != graph.inputs.end();
    const std::string& writer = names[static_cast<size_t>(placement.kept_by < 0 ? placement.first : placement.kept_by)];
    text += fmt::format("  {:<22} {:<22} {:>12} bytes at {}\n",
                        placement.tensor < 0 ? "scratch" : fmt::format("t{}", placement.tensor),
                        placement.tensor < 0 ? "of " + writer : (input ? "the caller's input" : "written by " + writer),
                        with_commas(placement.bytes), placement.offset);
  }
  return text;
}

std::string verdict(const char* what, int64_t needed, int64_t allowed, const char* unit) {
  return fmt::format("over budget: {} {} {}, {} are allowed, {} too many\n", what, with_commas(needed), unit,
                     with_commas(allowed), with_commas(needed - allowed));
}

}  // namespace

Budget budget_from(const std::string& ram, const std::string& flash, const std::string& macs) {
  Budget budget;
  if (!ram.empty()) budget.ram_bytes = parse_bytes(ram);
  if (!flash.empty()) budget.flash_bytes = parse_bytes(flash);
  if (!macs.empty()) budget.macs = parse_count(macs);
  return budget;
}

std::string over_budget(const Graph& graph, const MemoryPlan& plan, const Budget& budget) {
  if (!budget.ram_bytes && !budget.flash_bytes && !budget.macs) return "";
  const Footprint whole = footprint(graph, plan);
  std::string text;
  if (budget.ram_bytes && whole.ram_bytes > *budget.ram_bytes) {
    text += verdict("the arena in RAM (inputs, outputs and working memory among it) takes", whole.ram_bytes,
                    *budget.ram_bytes, "bytes") +
            "alive while a layer runs:\n" + by_weight(whole, &LayerFootprint::alive_bytes, "bytes") +
            fullest_moment(graph, plan, whole);
  }
  if (budget.flash_bytes && whole.flash_bytes > *budget.flash_bytes) {
    text += verdict("the constants in flash (weights, biases, scales and tables, without the code) take",
                    whole.flash_bytes, *budget.flash_bytes, "bytes") +
            by_weight(whole, &LayerFootprint::flash_bytes, "bytes");
  }
  if (budget.macs && whole.macs > *budget.macs) {
    text += verdict("an inference takes", whole.macs, *budget.macs, "multiply-adds") +
            by_weight(whole, &LayerFootprint::macs, "multiply-adds");
  }
  return text;
}

void check_budget(const Graph& graph, const MemoryPlan& plan, const Budget& budget) {
  std::string text = over_budget(graph, plan, budget);
  if (text.empty()) return;
  text.pop_back();
  throw CheckFailed(text);
}

}  // namespace bitstill::codegen
