#include "codegen/esp32/choose_kernels.h"

#include <fmt/format.h>

namespace bitstill::codegen::esp32 {
namespace {

std::string reason(const Operator& node) {
  const auto prospect = node.esp32_prospect();
  if (node.coding != Coding::kRaw) return fmt::format("its weights are coded: {}", coding_name(node.coding));
  if (!prospect) return "there is no other kernel for it";
  if (!prospect->obstacle.empty()) return prospect->obstacle;
  return fmt::format("{} instructions predicted, {} {}",
                     node.esp32_kernel ? prospect->instructions : prospect->portable_instructions,
                     node.esp32_kernel ? "portable" : "esp32",
                     node.esp32_kernel ? prospect->portable_instructions : prospect->instructions);
}

}  // namespace

void choose_kernels(Graph& graph, bool wherever_it_can) {
  graph.target = Target::kEsp32;
  for (const auto& node : graph.operators) {
    const auto prospect = node->esp32_prospect();
    node->esp32_kernel = prospect && prospect->obstacle.empty() &&
                         (wherever_it_can || prospect->instructions < prospect->portable_instructions);
  }
}

std::string print_choices(const Graph& graph) {
  std::string text = "kernels\n";
  const auto names = graph.layer_names();
  for (size_t i = 0; i < graph.operators.size(); ++i) {
    const Operator& node = *graph.operators[i];
    text += fmt::format("  {:<20} {:<9} {}\n", names[i], node.esp32_kernel ? "esp32" : "portable", reason(node));
  }
  return text;
}

}  // namespace bitstill::codegen::esp32
