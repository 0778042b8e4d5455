// What layers that slide over an image check and do alike.
#pragma once

#include <torch/torch.h>

#include "train/layers/plan_builder.h"

namespace bitstill::train {

// The window that a layer's keys describe.
ImageWindow window_of(const configs::LayerConfig& layer, const configs::Sides& size);

// The shape [height, width, channels] that the layer reads; refuses the layer where it reads something else.
const datasets::Shape& image_shape(const PlanBuilder& builder, const configs::LayerConfig& layer);

// The shape [height, width, channels] after the layer's window slid over the image, channels unchanged. Refuses a
// window, stride or dilation below 1 and a window that does not fit.
datasets::Shape slide(const PlanBuilder& builder, const configs::LayerConfig& layer, const ImageWindow& window);

// x [n, channels, height, width] with `value` around it as the window's padding asks.
torch::Tensor padded(const torch::Tensor& x, const ImageWindow& window, double value);

// Batches of images between LibTorch's order and ours, [n, height, width, channels]; all else stays as it is.
torch::Tensor channels_first(const torch::Tensor& x);
torch::Tensor channels_last(const torch::Tensor& x);

}  // namespace bitstill::train
