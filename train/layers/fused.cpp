#include "train/layers/fused.h"

#include <fmt/format.h>

#include "train/layers/layers.h"

namespace bitstill::train {
namespace {

void fuse(PlanBuilder& builder, const configs::LayerConfig& layer, FusedActivation activation) {
  Block* block = builder.fusible();
  const bool clamps = block != nullptr && (block->has_weights() || block->kind == BlockKind::kAdd);
  if (!clamps || block->activation != FusedActivation::kNone) {
    builder.refuse(layer, fmt::format("{} must directly follow dense, a convolution, batch_norm or residual; move it "
                                      "there",
                                      layer.kind));
  }
  block->activation = activation;
}

}  // namespace

torch::Tensor activate(const torch::Tensor& x, FusedActivation activation) {
  if (activation == FusedActivation::kRelu) return torch::relu(x);
  if (activation == FusedActivation::kRelu6) return torch::clamp(x, 0, 6);
  return x;
}

void plan_batch_norm(PlanBuilder& builder, const configs::LayerConfig& layer) {
  Block* block = builder.fusible();
  if (block == nullptr || !block->has_weights() || block->activation != FusedActivation::kNone || block->batch_norm) {
    builder.refuse(layer, "batch_norm must directly follow dense or a convolution; move it there");
  }
  if (builder.batch_size() < 2) {
    builder.refuse(layer, "batch_norm needs batches of at least 2 samples; raise the network's training.batch_size");
  }
  block->batch_norm = true;
}

void plan_relu(PlanBuilder& builder, const configs::LayerConfig& layer) {
  fuse(builder, layer, FusedActivation::kRelu);
}

void plan_relu6(PlanBuilder& builder, const configs::LayerConfig& layer) {
  fuse(builder, layer, FusedActivation::kRelu6);
}

}  // namespace bitstill::train
