#include "firmware/bench/kernels_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "configs/support/units.h"
#include "firmware/bench/peers.h"

namespace bitstill::firmware {
namespace {

constexpr const char* kTarget = "esp32";

// One model with both kinds of kernels.
struct Pair {
  const ModuleFolder* module = nullptr;
  const TargetCost* portable = nullptr;
  const TargetCost* own = nullptr;
  std::string name;
};

const TargetCost* measured(const ModuleCosts& costs) {
  const auto found = std::ranges::find(costs.costs, kTarget, &TargetCost::target);
  return found == costs.costs.end() || !found->instructions ? nullptr : &*found;
}

std::vector<Pair> pairs_in(const std::vector<ModuleCosts>& modules) {
  std::vector<Pair> pairs;
  for (const ModuleCosts& own : modules) {
    if (own.module.target != kTarget) continue;
    const auto portable = std::ranges::find_if(modules, [&](const ModuleCosts& other) {
      return other.module.target != kTarget && other.module.artifact_sha256 == own.module.artifact_sha256;
    });
    if (portable == modules.end() || measured(own) == nullptr || measured(*portable) == nullptr) continue;
    const Peer* const peer = find_peer(own.module.artifact_sha256);
    pairs.push_back({&own.module, measured(*portable), measured(own), peer == nullptr ? own.module.name : peer->model});
  }
  return pairs;
}

std::string quotient(int64_t numerator, int64_t denominator, const char* unit = "") {
  if (denominator == 0) return "-";
  return fmt::format("{:.2f}{}", static_cast<double>(numerator) / static_cast<double>(denominator), unit);
}

std::string peer_count(int64_t theirs, int64_t ours) {
  if (theirs == 0) return "-";
  return fmt::format("{} ({:.1f}x)", with_commas(theirs), static_cast<double>(theirs) / static_cast<double>(ours));
}

std::string modelled_milliseconds(const CycleCount& count) {
  return fmt::format("{:.2f}", static_cast<double>(count.cycles(quad_80())) / (1000.0 * kCoreMegahertz));
}

std::string modelled_milliseconds(const TargetCost& cost) {
  return cost.cycles ? modelled_milliseconds(cost.cycles->total) : "-";
}

std::string model_row(const Pair& pair) {
  const int64_t portable = pair.portable->instructions->total;
  const int64_t own = pair.own->instructions->total;
  const Peer* const peer = find_peer(pair.module->artifact_sha256);
  const PeerCost* const theirs = peer == nullptr ? nullptr : peer->on(kTarget);
  const auto& cycles = pair.own->cycles;
  return fmt::format("| {} ({} MACs) | {} | {} | {} | **{}** | {} | {} | {} | {} | {} | {} | {:+} | {:+} |\n",
                     pair.name, with_commas(pair.module->macs), with_commas(portable),
                     quotient(portable, pair.module->macs), modelled_milliseconds(*pair.portable), with_commas(own),
                     quotient(own, pair.module->macs), modelled_milliseconds(*pair.own),
                     cycles ? quotient(cycles->total.pipeline(), cycles->total.instructions) : "-",
                     cycles ? quotient(cycles->total.cycles(quad_80()), cycles->total.instructions) : "-",
                     quotient(portable, own, "x"), peer_count(theirs == nullptr ? 0 : theirs->esp_nn_instructions, own),
                     pair.own->sizes.ram_bytes() - pair.portable->sizes.ram_bytes(),
                     pair.own->sizes.code_bytes - pair.portable->sizes.code_bytes);
}

std::string layer_rows(const Pair& pair) {
  std::string text;
  for (size_t i = 0; i < pair.module->layers.size(); ++i) {
    const ModuleLayer& layer = pair.module->layers[i];
    const int64_t portable = pair.portable->instructions->layers[i];
    const int64_t own = pair.own->instructions->layers[i];
    const auto& cycles = pair.own->cycles;
    text += fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n", i == 0 ? pair.name : "", layer.name,
                        layer.operator_name, with_commas(layer.macs), with_commas(portable),
                        quotient(portable, layer.macs), with_commas(own), quotient(own, layer.macs),
                        quotient(portable, own, "x"), cycles ? modelled_milliseconds(cycles->layers[i]) : "-");
  }
  return text;
}

}  // namespace

std::string kernels_table(const std::vector<ModuleCosts>& modules) {
  const std::vector<Pair> pairs = pairs_in(modules);
  if (pairs.empty()) return "";
  std::string text =
      "| model, on esp32 | portable: instructions | per MAC | ms, modelled | own kernels: instructions | per MAC | ms, "
      "modelled | cycles an instruction, pipeline | and flash | fewer than portable | ESP-NN, through TFLite Micro | "
      "RAM, bytes more | code, "
      "bytes more |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|\n";
  for (const Pair& pair : pairs) text += model_row(pair);
  text +=
      "\n| model, on esp32 | layer | operator | MACs | portable: instructions | per MAC | own kernels: instructions | "
      "per "
      "MAC | fewer | ms, modelled |\n|---|---|---|---|---|---|---|---|---|---|\n";
  for (const Pair& pair : pairs) text += layer_rows(pair);
  return text;
}

}  // namespace bitstill::firmware
