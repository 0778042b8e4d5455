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

const datasets::Shape& PlanBuilder::shape() const {
  return plan_.blocks.empty() ? plan_.input_shape : plan_.blocks.back().output_shape;
}

bool PlanBuilder::has_weights() const { return std::ranges::any_of(plan_.blocks, &Block::has_weights); }

Block& PlanBuilder::append(BlockKind kind, const configs::LayerConfig& layer) {
  Block block{kind, fmt::format("{}_{}", layer.kind, ++counts_[layer.kind]), shape(), shape()};
  block.place = layer.place;
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
