#include "codegen/cores/divide_layers.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "codegen/memory/plan.h"

namespace bitstill::codegen::cores {
namespace {

// Waking a task on the other core and waiting for it takes some ten microseconds under FreeRTOS, 2400 instructions; a
// layer of so many loses a tenth of what it could gain.
constexpr int64_t kWorthStarting = 24'000;

// From fast to sparing: large blocks share more work; what lies over its input is copied in part.
const std::vector<Division>& ways() {
  static const std::vector<Division> all = {{8192, false}, {8192, true},  {6144, false}, {6144, true},  {4096, false},
                                            {4096, true},  {3072, false}, {3072, true},  {2048, false}, {2048, true}};
  return all;
}

bool worth_dividing(const std::unique_ptr<Operator>& node) { return node->divisible_instructions() >= kWorthStarting; }

// What the arena takes when every layer has its portable kernel.
int64_t portable_arena_bytes(const Graph& graph) {
  std::vector<Operator*> own;
  for (const auto& node : graph.operators) {
    if (node->esp32_kernel) own.push_back(node.get());
  }
  for (Operator* node : own) node->esp32_kernel = false;
  const int64_t bytes = plan_memory(graph).arena_bytes;
  for (Operator* node : own) node->esp32_kernel = true;
  return bytes;
}

}  // namespace

void divide_layers(Graph& graph) {
  graph.workers = 2;
  const int64_t room = std::max(portable_arena_bytes(graph) + kMostExtraBytes, plan_memory(graph).arena_bytes);
  std::vector<Operator*> heaviest_first;
  for (const auto& node : graph.operators) {
    if (worth_dividing(node)) heaviest_first.push_back(node.get());
  }
  std::ranges::stable_sort(heaviest_first, std::greater<>(),
                           [](const Operator* node) { return node->divisible_instructions(); });
  for (Operator* node : heaviest_first) {
    const auto fits = [&](const Division& way) {
      node->division = way;
      return fits_into(graph, room);
    };
    if (std::ranges::none_of(ways(), fits)) node->division.reset();
  }
}

void divide_all_layers(Graph& graph) {
  graph.workers = 2;
  size_t next = 0;
  for (const auto& node : graph.operators) {
    if (node->divisible_instructions() > 0) node->division = ways()[next++ % ways().size()];
  }
}

std::string print_division(const Graph& graph) {
  std::string text =
      fmt::format("on two cores, with at most {} bytes of RAM more than portable kernels take\n", kMostExtraBytes);
  const auto names = graph.layer_names();
  for (size_t i = 0; i < graph.operators.size(); ++i) {
    const Operator& node = *graph.operators[i];
    if (node.divisible_instructions() == 0) continue;
    const char* what = node.division ? "halves" : "whole";
    const char* why = node.division                        ? ""
                      : worth_dividing(graph.operators[i]) ? ": halves need more RAM"
                                                           : ": too little to wake a core for";
    text +=
        fmt::format("  {:<20} {:<9} {} instructions predicted{}\n", names[i], what, node.divisible_instructions(), why);
  }
  return text;
}

}  // namespace bitstill::codegen::cores
