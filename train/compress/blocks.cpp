#include "train/compress/blocks.h"

#include <algorithm>

namespace bitstill::train {
namespace {

// Which blocks the last one needs, when a sum in `adds` reads its shortcut alone.
std::vector<bool> needed_blocks(const NetworkPlan& plan, const std::vector<size_t>& adds) {
  std::vector<bool> needed(plan.blocks.size(), false);
  needed.back() = true;
  for (size_t b = plan.blocks.size(); b-- > 0;) {
    if (!needed[b]) continue;
    std::vector<int> sources = plan.blocks[b].sources;
    if (std::ranges::find(adds, b) != adds.end()) sources.erase(sources.begin());
    for (const int source : sources) {
      if (source != kNetworkInput) needed[static_cast<size_t>(source)] = true;
    }
  }
  return needed;
}

bool clamped_already(const NetworkPlan& plan, int position, FusedActivation activation) {
  if (activation == FusedActivation::kNone) return true;
  if (position == kNetworkInput) return false;
  const Block& block = plan.blocks[static_cast<size_t>(position)];
  const bool passes =
      block.kind == BlockKind::kMaxPool || block.kind == BlockKind::kAveragePool || block.kind == BlockKind::kDropout;
  if (passes) return clamped_already(plan, block.sources.at(0), activation);
  return block.activation == activation ||
         (activation == FusedActivation::kRelu && block.activation == FusedActivation::kRelu6);
}

}  // namespace

std::vector<ResidualBlock> removable_blocks(const NetworkPlan& plan) {
  std::vector<ResidualBlock> found;
  for (size_t b = 0; b < plan.blocks.size(); ++b) {
    const Block& block = plan.blocks[b];
    if (block.kind != BlockKind::kAdd) continue;
    const int shortcut = block.sources.at(1);
    const datasets::Shape& shape =
        shortcut == kNetworkInput ? plan.input_shape : plan.blocks[static_cast<size_t>(shortcut)].output_shape;
    if (shape != block.output_shape || !clamped_already(plan, shortcut, block.activation)) continue;
    ResidualBlock residual{b, {}};
    const std::vector<bool> needed = needed_blocks(plan, {b});
    for (size_t layer = 0; layer < b; ++layer) {
      if (!needed[layer]) residual.layers.push_back(layer);
    }
    found.push_back(std::move(residual));
  }
  return found;
}

NetworkPlan plan_without_blocks(const NetworkPlan& plan, const std::vector<size_t>& adds) {
  const std::vector<bool> needed = needed_blocks(plan, adds);
  NetworkPlan smaller{plan.input_shape, {}};
  std::vector<int> positions;  // of every block of the old plan in the new one, or of what stands for it
  const auto position = [&](int source) {
    return source == kNetworkInput ? source : positions[static_cast<size_t>(source)];
  };
  for (size_t b = 0; b < plan.blocks.size(); ++b) {
    Block block = plan.blocks[b];
    if (std::ranges::find(adds, b) != adds.end()) {
      positions.push_back(position(block.sources.at(1)));
      continue;
    }
    positions.push_back(static_cast<int>(smaller.blocks.size()));
    if (!needed[b]) continue;
    for (int& source : block.sources) source = position(source);
    smaller.blocks.push_back(std::move(block));
  }
  return smaller;
}

}  // namespace bitstill::train
