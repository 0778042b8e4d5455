// conv_2d and depthwise_conv_2d, and the same over time: a window of weights over an image, zeros around it as
// TensorFlow puts them.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "train/layers/fused.h"
#include "train/layers/image.h"
#include "train/layers/layers.h"

namespace bitstill::train {
namespace {

class Convolution final : public Layer {
 public:
  explicit Convolution(const Block& block)
      : activation_(block.activation), window_(block.window), depthwise_(block.kind == BlockKind::kDepthwiseConv2D) {
    const Window &height = window_.height, &width = window_.width;
    const Margin above = margin_of(height, block.input_shape[0]), left = margin_of(width, block.input_shape[1]);
    symmetric_ = above.before == above.after && left.before == left.after;
    torch::nn::Conv2dOptions options(block.inputs(), block.outputs(), {height.size, width.size});
    options.stride({height.stride, width.stride}).dilation({height.dilation, width.dilation});
    if (depthwise_) options.groups(block.inputs());
    if (symmetric_) options.padding({above.before, left.before});
    convolution_ = register_module("convolution", torch::nn::Conv2d(options));
    if (!block.batch_norm) return;
    batch_norm_ = register_module("batch_norm", torch::nn::BatchNorm2d(block.outputs()));
  }

  torch::Tensor forward(torch::Tensor x) override {
    x = convolution_(symmetric_ ? x : padded(x, window_, 0));
    if (batch_norm_) x = batch_norm_(x);
    return activate(x, activation_);
  }

  LayerWeights weights() const override {
    LayerWeights weights;
    weights.rows = convolution_->weight.permute({0, 2, 3, 1}).flatten(1);
    weights.bias = convolution_->bias;
    weights.add(batch_norm_);
    return weights;
  }

 private:
  FusedActivation activation_;
  ImageWindow window_;
  bool depthwise_;
  bool symmetric_ = false;
  torch::nn::Conv2d convolution_{nullptr};
  torch::nn::BatchNorm2d batch_norm_{nullptr};
};

void plan_convolution(PlanBuilder& builder, const configs::LayerConfig& layer, BlockKind kind) {
  const ImageWindow window = window_of(layer, layer.kernel);
  datasets::Shape output = slide(builder, layer, window);
  const bool depthwise = kind == BlockKind::kDepthwiseConv2D;
  output[2] = depthwise ? output[2] * layer.multiplier : layer.filters;
  Block& block = builder.append(kind, layer);
  block.window = window;
  block.output_shape = output;
  builder.check_parameters(layer, depthwise ? "use a smaller multiplier" : "use fewer filters");
}

// Over [time, channels], or over an image of one row.
void plan_convolution_1d(PlanBuilder& builder, const configs::LayerConfig& layer, BlockKind kind) {
  const datasets::Shape shape = builder.shape();
  if (shape.size() == 2) {
    configs::LayerConfig row;
    row.kind = "reshape";
    row.place = layer.place;
    row.shape = {1, shape[0], shape[1]};
    plan_reshape(builder, row);
  } else if (shape.size() != 3 || shape[0] != 1) {
    builder.refuse(layer, fmt::format("{} needs [time, channels] but gets [{}]; put a reshape before it", layer.kind,
                                      fmt::join(shape, ", ")));
  }
  plan_convolution(builder, layer, kind);
}

}  // namespace

void plan_conv_2d(PlanBuilder& builder, const configs::LayerConfig& layer) {
  plan_convolution(builder, layer, BlockKind::kConv2D);
}

void plan_depthwise_conv_2d(PlanBuilder& builder, const configs::LayerConfig& layer) {
  plan_convolution(builder, layer, BlockKind::kDepthwiseConv2D);
}

void plan_conv_1d(PlanBuilder& builder, const configs::LayerConfig& layer) {
  plan_convolution_1d(builder, layer, BlockKind::kConv2D);
}

void plan_depthwise_conv_1d(PlanBuilder& builder, const configs::LayerConfig& layer) {
  plan_convolution_1d(builder, layer, BlockKind::kDepthwiseConv2D);
}

std::shared_ptr<Layer> make_convolution(const Block& block) { return std::make_shared<Convolution>(block); }

}  // namespace bitstill::train
