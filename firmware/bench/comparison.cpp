#include "firmware/bench/comparison.h"

#include <fmt/format.h>

#include <algorithm>

#include "configs/support/units.h"
#include "firmware/bench/peers.h"

namespace bitstill::firmware {
namespace {

constexpr const char* kHeading =
    "| model | target | instructions | per MAC | TFLite Micro, reference | with ESP-NN | code, bytes | TFLite Micro | "
    "parameters, bytes | RAM, bytes | TFLite Micro | stack, bytes |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|---|\n";

std::string or_dash(int64_t number) { return number == 0 ? "-" : with_commas(number); }

// "8,396 (2.5x)"; the second number is ours.
std::string beside(int64_t theirs, int64_t ours) {
  if (theirs == 0 || ours == 0) return or_dash(theirs);
  return fmt::format("{} ({:.1f}x)", with_commas(theirs), static_cast<double>(theirs) / static_cast<double>(ours));
}

std::string row(const std::string& model, const ModuleFolder& module, const TargetCost& cost, const Peer* peer) {
  const int64_t instructions = cost.instructions ? cost.instructions->total : 0;
  const double per_mac = static_cast<double>(instructions) / static_cast<double>(std::max<int64_t>(1, module.macs));
  const PeerCost* const theirs = peer == nullptr ? nullptr : peer->on(cost.target);
  const PeerCost none;
  const PeerCost& other = theirs == nullptr ? none : *theirs;
  return fmt::format(
      "| {} | {} | **{}** | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n", model, cost.target, or_dash(instructions),
      module.macs == 0 || instructions == 0 ? "-" : fmt::format("{:.2f}", per_mac),
      beside(other.reference_instructions, instructions), beside(other.esp_nn_instructions, instructions),
      with_commas(cost.sizes.code_bytes), beside(other.code_bytes, cost.sizes.code_bytes),
      with_commas(cost.sizes.parameter_bytes), with_commas(cost.sizes.ram_bytes()),
      beside(peer == nullptr ? 0 : peer->arena_bytes, cost.sizes.ram_bytes()),
      cost.instructions ? with_commas(cost.instructions->stack_bytes) : "-");
}

}  // namespace

std::string comparison_table(const std::vector<ModuleCosts>& modules) {
  std::string text = kHeading;
  for (const auto& [module, costs] : modules) {
    if (module.target != "portable") continue;
    const Peer* const peer = find_peer(module.artifact_sha256);
    std::string model =
        fmt::format("{} ({} MACs)", peer == nullptr ? module.name : peer->model, with_commas(module.macs));
    for (const TargetCost& cost : costs) {
      text += row(model, module, cost, peer);
      model.clear();
    }
  }
  return text;
}

}  // namespace bitstill::firmware
