// conv_2d: a square kernel over an image, zeros around it as TensorFlow puts them.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "train/layers/fused.h"
#include "train/layers/image.h"
#include "train/layers/layers.h"

namespace bitstill::train {
namespace {

class Conv2D final : public Layer {
 public:
  explicit Conv2D(const Block& block)
      : activation_(block.activation),
        height_(margin_of(block.window, block.input_shape[0])),
        width_(margin_of(block.window, block.input_shape[1])) {
    torch::nn::Conv2dOptions options(block.inputs(), block.outputs(), block.window.size);
    options.stride(block.window.stride);
    if (symmetric()) options.padding({height_.before, width_.before});
    convolution_ = register_module("convolution", torch::nn::Conv2d(options));
    if (!block.batch_norm) return;
    batch_norm_ = register_module("batch_norm", torch::nn::BatchNorm2d(block.outputs()));
  }

  torch::Tensor forward(torch::Tensor x) override {
    if (!symmetric()) x = torch::constant_pad_nd(x, {width_.before, width_.after, height_.before, height_.after});
    x = convolution_(x);
    if (batch_norm_) x = batch_norm_(x);
    return activate(x, activation_);
  }

 private:
  bool symmetric() const { return height_.before == height_.after && width_.before == width_.after; }

  FusedActivation activation_;
  Margin height_, width_;
  torch::nn::Conv2d convolution_{nullptr};
  torch::nn::BatchNorm2d batch_norm_{nullptr};
};

}  // namespace

void plan_conv_2d(PlanBuilder& builder, const configs::LayerConfig& layer) {
  const Window window{layer.kernel, layer.stride, layer.padding == "same" ? Padding::kSame : Padding::kValid};
  const datasets::Shape output = slide(builder, layer, window);
  Block& block = builder.append(BlockKind::kConv2D, layer);
  block.window = window;
  block.output_shape = {output[0], output[1], layer.filters};
  builder.check_parameters(layer, "use fewer filters");
}

std::shared_ptr<Layer> make_conv_2d(const Block& block) { return std::make_shared<Conv2D>(block); }

}  // namespace bitstill::train
