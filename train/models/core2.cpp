#include "train/models/core2.h"

#include <fmt/format.h>

#include "train/models/liveness.h"

namespace bitstill::train {
namespace {

constexpr int64_t kBytesPerScale = 8;

std::string size_text(int64_t bytes) {
  const double kilobytes = static_cast<double>(bytes) / 1000;
  if (kilobytes < 1000) return fmt::format("{:.0f} KB", kilobytes);
  return fmt::format("{:.{}f} MB", kilobytes / 1000, kilobytes < 10'000 ? 1 : 0);
}

}  // namespace

DeviceCost device_cost(const NetworkPlan& plan) {
  DeviceCost cost{plan.parameters(), plan.macs(), 0, liveness_bytes(plan)};
  for (const Block& block : plan.blocks) {
    if (!block.has_weights()) continue;
    const int64_t scales = block.is_convolution() ? block.outputs() : 1;
    cost.flash_bytes += (block.row_size() + 4) * block.outputs() + kBytesPerScale * scales;
  }
  return cost;
}

Core2Fit core2_fit(const DeviceCost& cost) {
  if (cost.flash_bytes > kCore2FlashBytes) {
    return {false, fmt::format("weights {} exceed 16 MB flash", size_text(cost.flash_bytes))};
  }
  if (cost.flash_bytes > kCore2ConstantBytes) {
    return {false,
            fmt::format("weights {} exceed the 4 MB of flash mapped for constants", size_text(cost.flash_bytes))};
  }
  if (cost.ram_bytes > kCore2PsramBytes) {
    return {false, fmt::format("activations {} exceed 4 MB PSRAM", size_text(cost.ram_bytes))};
  }
  if (cost.ram_bytes > kCore2ArenaBytes) {
    return {true, fmt::format("activations {} exceed 130 KB SRAM: in PSRAM, slower", size_text(cost.ram_bytes))};
  }
  return {true, "in SRAM"};
}

}  // namespace bitstill::train
