// What layers that slide over an image check alike.
#pragma once

#include "train/layers/plan_builder.h"

namespace bitstill::train {

// The shape [height, width, channels] that the layer reads; refuses the layer where it reads something else.
const datasets::Shape& image_shape(const PlanBuilder& builder, const configs::LayerConfig& layer);

// The shape [height, width, channels] after the layer's window slid over the image, channels unchanged. Refuses a
// window or stride below 1 and a window that does not fit.
datasets::Shape slide(const PlanBuilder& builder, const configs::LayerConfig& layer, const Window& window);

}  // namespace bitstill::train
