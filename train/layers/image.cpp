#include "train/layers/image.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace bitstill::train {

const datasets::Shape& image_shape(const PlanBuilder& builder, const configs::LayerConfig& layer) {
  const datasets::Shape& shape = builder.shape();
  if (shape.size() == 3) return shape;
  PlanBuilder::refuse(layer, fmt::format("{} needs an image [height, width, channels] but gets [{}]; move it before "
                                         "flatten and dense",
                                         layer.kind, fmt::join(shape, ", ")));
}

datasets::Shape slide(const PlanBuilder& builder, const configs::LayerConfig& layer, const Window& window) {
  const datasets::Shape& image = image_shape(builder, layer);
  if (window.size < 1 || window.stride < 1) {
    PlanBuilder::refuse(layer, fmt::format("{} has a window of {} and a stride of {}; give both at least 1", layer.kind,
                                           window.size, window.stride));
  }
  const datasets::Shape output{windows_along(window, image[0]), windows_along(window, image[1]), image[2]};
  if (output[0] > 0 && output[1] > 0) return output;
  PlanBuilder::refuse(layer, fmt::format("{} has a window of {}x{}, larger than its image [{}]; use a smaller one{}",
                                         layer.kind, window.size, window.size, fmt::join(image, ", "),
                                         layer.kind == "conv_2d" ? " or padding: same" : ""));
}

}  // namespace bitstill::train
