#include "train/layers/image.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace bitstill::train {
namespace {

bool positive(const Window& window) { return window.size > 0 && window.stride > 0 && window.dilation > 0; }

}  // namespace

ImageWindow window_of(const configs::LayerConfig& layer, const configs::Sides& size) {
  const Padding padding = layer.padding == "same" ? Padding::kSame : Padding::kValid;
  return {{size.height, layer.stride.height, padding, layer.dilation.height},
          {size.width, layer.stride.width, padding, layer.dilation.width}};
}

const datasets::Shape& image_shape(const PlanBuilder& builder, const configs::LayerConfig& layer) {
  const datasets::Shape& shape = builder.shape();
  if (shape.size() == 3) return shape;
  PlanBuilder::refuse(layer, fmt::format("{} needs an image [height, width, channels] but gets [{}]; move it before "
                                         "flatten and dense, or put a reshape before it",
                                         layer.kind, fmt::join(shape, ", ")));
}

datasets::Shape slide(const PlanBuilder& builder, const configs::LayerConfig& layer, const ImageWindow& window) {
  const datasets::Shape& image = image_shape(builder, layer);
  if (!positive(window.height) || !positive(window.width)) {
    PlanBuilder::refuse(layer, layer.kind + " has a window, stride or dilation of 0; give each at least 1");
  }
  const datasets::Shape output{windows_along(window.height, image[0]), windows_along(window.width, image[1]), image[2]};
  if (output[0] > 0 && output[1] > 0) return output;
  PlanBuilder::refuse(
      layer, fmt::format("{} has a window of {}x{}, larger than its image [{}]; use a smaller one or padding: same",
                         layer.kind, window.height.reach(), window.width.reach(), fmt::join(image, ", ")));
}

torch::Tensor padded(const torch::Tensor& x, const ImageWindow& window, double value) {
  const Margin height = margin_of(window.height, x.size(2));
  const Margin width = margin_of(window.width, x.size(3));
  if (height.before + height.after + width.before + width.after == 0) return x;
  return torch::constant_pad_nd(x, {width.before, width.after, height.before, height.after}, value);
}

torch::Tensor channels_first(const torch::Tensor& x) { return x.dim() == 4 ? x.permute({0, 3, 1, 2}) : x; }

torch::Tensor channels_last(const torch::Tensor& x) { return x.dim() == 4 ? x.permute({0, 2, 3, 1}) : x; }

}  // namespace bitstill::train
