#include "train/models/plan.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "configs/support/error.h"
#include "train/layers/layers.h"

namespace bitstill::train {
namespace {

using configs::LayerConfig;
using configs::NetworkConfig;

int64_t elements_of(const datasets::Shape& shape) {
  int64_t product = 1;
  for (const int64_t size : shape) product *= size;
  return product;
}

std::string describe(const Block& block) {
  std::string text = block.name;
  if (block.batch_norm) text += " + batch_norm";
  if (block.activation == FusedActivation::kRelu) text += " + relu";
  if (block.activation == FusedActivation::kRelu6) text += " + relu6";
  return text;
}

bool ends_with_logits(const NetworkPlan& plan) {
  const Block& block = plan.blocks[plan.blocks.size() - (plan.ends_with_softmax() ? 2 : 1)];
  return block.kind == BlockKind::kDense && block.activation == FusedActivation::kNone;
}

void check_end(const NetworkPlan& plan, const NetworkConfig& config, const NetworkPurpose& purpose) {
  const auto last_dense = std::ranges::find(plan.blocks.rbegin(), plan.blocks.rend(), BlockKind::kDense, &Block::kind);
  if (last_dense == plan.blocks.rend()) {
    throw Error(config.place.text() + ": the network has no dense layer; add one, as in '- dense: {units: 16}'");
  }
  if (last_dense->outputs() != purpose.output_size) {
    throw Error(fmt::format("{}: the last dense layer has {} units but the dataset needs {} outputs; set units to {}",
                            last_dense->place.text(), last_dense->outputs(), purpose.output_size, purpose.output_size));
  }
  if (elements_of(plan.blocks.back().output_shape) != purpose.output_size) {
    throw Error(
        fmt::format("{}: the network ends with [{}] but the dataset needs {} outputs; end it with dense: "
                    "{{units: {}}}",
                    plan.blocks.back().place.text(), fmt::join(plan.blocks.back().output_shape, ", "),
                    purpose.output_size, purpose.output_size));
  }
  if (!purpose.classification || ends_with_logits(plan)) return;
  const size_t from_end = plan.ends_with_softmax() && config.layers.size() > 1 ? 2 : 1;
  const LayerConfig& extra = config.layers[config.layers.size() - from_end];
  throw Error(
      fmt::format("{}: a classifier must end with dense or softmax, so that training sees its logits; remove "
                  "{} after the last dense layer",
                  extra.place.text(), extra.kind));
}

}  // namespace

bool reads_image(BlockKind kind) {
  return kind == BlockKind::kConv2D || kind == BlockKind::kDepthwiseConv2D || kind == BlockKind::kMaxPool ||
         kind == BlockKind::kAveragePool || kind == BlockKind::kGlobalAveragePool;
}

NetworkPurpose purpose_of(const datasets::Splits& splits) {
  return {splits.input_shape, splits.output_size(), splits.classification()};
}

int64_t NetworkPlan::parameters() const {
  int64_t sum = 0;
  for (const Block& block : blocks) sum += block.parameters();
  return sum;
}

int64_t Block::macs() const {
  if (kind == BlockKind::kDense) return inputs() * outputs();
  if (!is_convolution()) return 0;
  const int64_t taps = taps_along(window.height, input_shape[0]) * taps_along(window.width, input_shape[1]);
  return taps * (row_size() / window.taps()) * outputs();
}

int64_t NetworkPlan::macs() const {
  int64_t sum = 0;
  for (const Block& block : blocks) sum += block.macs();
  return sum;
}

std::string NetworkPlan::widths() const {
  std::string text = std::to_string(elements_of(input_shape));
  for (const Block& block : blocks) {
    if (block.kind == BlockKind::kDense) text += fmt::format("-{}", block.outputs());
    if (!block.is_convolution()) continue;
    text += fmt::format("-{}x{}x{}", block.outputs(), block.window.height.size, block.window.width.size);
  }
  return text;
}

std::string NetworkPlan::summary() const {
  std::string text = fmt::format("{:<34} {:<16} {:>10}\n", "layer", "output", "parameters");
  const auto row = [&](const std::string& layer, const datasets::Shape& shape, int64_t parameters) {
    text += fmt::format("{:<34} {:<16} {:>10}\n", layer, fmt::format("[{}]", fmt::join(shape, ", ")), parameters);
  };
  row("input", input_shape, 0);
  for (const Block& block : blocks) row(describe(block), block.output_shape, block.parameters());
  text += fmt::format("{:<34} {:<16} {:>10}\n", "total", "", parameters());
  return text;
}

NetworkPlan plan_network(const NetworkConfig& config, const NetworkPurpose& purpose) {
  if (config.layers.empty()) {
    throw Error(config.place.text() + ": the network has no layers; list at least one, as in '- dense: {units: 16}'");
  }
  PlanBuilder builder(config, purpose);
  for (const LayerConfig& layer : config.layers) plan_layer(builder, layer);
  check_end(builder.plan(), config, purpose);
  return builder.plan();
}

}  // namespace bitstill::train
