#include "codegen/cores/divide_layers.h"

#include <fmt/format.h>

namespace bitstill::codegen::cores {
namespace {

// Waking a task on the other core and waiting for it takes some ten microseconds under FreeRTOS, 2400 instructions; a
// layer of so many loses a tenth of what it could gain.
constexpr int64_t kWorthStarting = 24'000;

}  // namespace

void divide_layers(Graph& graph, bool wherever_it_can) {
  graph.workers = 2;
  for (const auto& node : graph.operators)
    node->divided = node->divisible_instructions() >= (wherever_it_can ? 1 : kWorthStarting);
}

std::string print_division(const Graph& graph) {
  std::string text = "on two cores\n";
  const auto names = graph.layer_names();
  for (size_t i = 0; i < graph.operators.size(); ++i) {
    const Operator& node = *graph.operators[i];
    if (node.divided)
      text += fmt::format("  {:<20} {} instructions predicted\n", names[i], node.divisible_instructions());
  }
  return text;
}

}  // namespace bitstill::codegen::cores
