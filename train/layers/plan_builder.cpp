#include "train/layers/plan_builder.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "configs/support/error.h"

namespace bitstill::train {
namespace {

constexpr int64_t kMostParameters = 200'000'000;

}  // namespace

PlanBuilder::PlanBuilder(const configs::NetworkConfig& config, const NetworkPurpose& purpose)
    : config_(config), purpose_(purpose) {
  plan_.input_shape = purpose.input_shape;
}

const Block* PlanBuilder::previous() const {
  return position_ == kNetworkInput ? nullptr : &plan_.blocks[static_cast<size_t>(position_)];
}

const datasets::Shape& PlanBuilder::shape() const { return shape_at(position_); }

const datasets::Shape& PlanBuilder::shape_at(int position) const {
  return position == kNetworkInput ? plan_.input_shape : plan_.blocks[static_cast<size_t>(position)].output_shape;
}

Block* PlanBuilder::fusible() {
  if (branching_ || position_ == kNetworkInput) return nullptr;
  return &plan_.blocks[static_cast<size_t>(position_)];
}

bool PlanBuilder::has_weights() const { return std::ranges::any_of(plan_.blocks, &Block::has_weights); }

Block& PlanBuilder::append(BlockKind kind, const configs::LayerConfig& layer) { return join(kind, layer, {position_}); }

void PlanBuilder::branch_from(int position) {
  position_ = position;
  branching_ = true;
}

Block& PlanBuilder::join(BlockKind kind, const configs::LayerConfig& layer, const std::vector<int>& sources) {
  const datasets::Shape& shape = shape_at(sources.at(0));
  Block block{kind, fmt::format("{}_{}", layer.kind, ++counts_[layer.kind]), shape, shape};
  block.place = layer.place;
  block.sources = sources;
  position_ = static_cast<int>(plan_.blocks.size());
  branching_ = false;
  plan_.blocks.push_back(std::move(block));
  return plan_.blocks.back();
}

void PlanBuilder::refuse(const configs::LayerConfig& layer, const std::string& sentence) {
  throw Error(fmt::format("{}: {}", layer.place.text(), sentence));
}

void PlanBuilder::check_parameters(const configs::LayerConfig& layer, const std::string& remedy) const {
  if (plan_.blocks.back().parameters() <= kMostParameters) return;
  refuse(layer, fmt::format("{} on [{}] has more than {} parameters; {}", layer.kind,
                            fmt::join(plan_.blocks.back().input_shape, ", "), kMostParameters, remedy));
}

}  // namespace bitstill::train
