#include <fmt/format.h>

#include "codegen/ops/conv_2d/conv_2d.h"

namespace bitstill::codegen::ops {
namespace {

using tflite::OperatorView;

void set_channels(const OperatorView& view, const Tensor& weights, Conv2D& layer) {
  layer.group_channels = weights.shape[3];
  const bool whole_groups = layer.window.input_channels % layer.group_channels == 0;
  expect_16_bits(view, "input channels", layer.window.input_channels);
  expect_16_bits(view, "output channels", layer.window.output_channels);
  if (layer.window.output_channels != weights.shape[0] || !whole_groups || weights.shape[0] % layer.groups() != 0) {
    view.refuse(fmt::format("input {} and output {} do not fit weights {}; the file is damaged",
                            describe(view.input_tensor(0)), describe(view.output_tensor(0)), describe(weights)));
  }
}

}  // namespace

std::unique_ptr<Operator> read_conv_2d(const OperatorView& view) {
  auto layer = std::make_unique<Conv2D>();
  const Tensor& weights = read_convolution<tflite::schema::Conv2DOptions>(view, 0, *layer);
  set_channels(view, weights, *layer);

  layer->filters.outputs = weights.shape[0];
  layer->filters.taps = static_cast<int32_t>(weights.elements() / weights.shape[0]);
  layer->filters.weights = weights.int8_values();
  set_bias_and_scales(view, view.input_tensor(0), weights, 2, PerTensorScale::kDoubleProduct, layer->filters);
  return layer;
}

}  // namespace bitstill::codegen::ops
