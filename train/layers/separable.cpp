// separable_conv_2d: a depthwise convolution, then one with a 1x1 kernel, each with batch norm and an activation.
#include "train/layers/layers.h"

namespace bitstill::train {
namespace {

configs::LayerConfig part_of(const configs::LayerConfig& layer, const std::string& kind) {
  configs::LayerConfig part = layer;
  part.kind = kind;
  return part;
}

}  // namespace

void plan_separable_conv_2d(PlanBuilder& builder, const configs::LayerConfig& layer) {
  configs::LayerConfig pointwise = part_of(layer, "conv_2d");
  pointwise.kernel = pointwise.stride = pointwise.dilation = {1, 1};
  for (const configs::LayerConfig& convolution : {part_of(layer, "depthwise_conv_2d"), pointwise}) {
    plan_layer(builder, convolution);
    plan_layer(builder, part_of(layer, "batch_norm"));
    plan_layer(builder, part_of(layer, layer.activation));
  }
}

}  // namespace bitstill::train
