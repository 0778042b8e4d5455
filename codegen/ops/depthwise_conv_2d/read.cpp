#include <fmt/format.h>

#include "codegen/ops/depthwise_conv_2d/depthwise_conv_2d.h"

namespace bitstill::codegen::ops {
namespace {

// [1][kernel height][kernel width][channels] as the file has it -> [channels][kernel height][kernel width].
std::vector<int8_t> rows_per_channel(const Tensor& weights) {
  const std::vector<int8_t> stored = weights.int8_values();
  const auto channels = static_cast<size_t>(weights.shape[3]);
  const size_t taps = stored.size() / channels;
  std::vector<int8_t> rows(stored.size());
  for (size_t tap = 0; tap < taps; ++tap) {
    for (size_t channel = 0; channel < channels; ++channel) {
      rows[channel * taps + tap] = stored[tap * channels + channel];
    }
  }
  return rows;
}

}  // namespace

// The option depth_multiplier is ignored, as every runtime does: the shapes say it.
std::unique_ptr<Operator> read_depthwise_conv_2d(const tflite::OperatorView& view) {
  auto layer = std::make_unique<DepthwiseConv2D>();
  const Tensor& weights = read_convolution<tflite::schema::DepthwiseConv2DOptions>(view, 3, *layer);
  if (weights.shape[0] != 1 || layer->window.output_channels != weights.shape[3] ||
      weights.shape[3] % layer->window.input_channels != 0) {
    view.refuse(fmt::format("input {} and output {} do not fit weights {}; the file is damaged",
                            describe(view.input_tensor(0)), describe(view.output_tensor(0)), describe(weights)));
  }
  layer->depth_multiplier = weights.shape[3] / layer->window.input_channels;
  expect_16_bits(view, "output channels", layer->window.output_channels);
  expect_16_bits(view, "columns under its window", layer->row_length());

  layer->filters.outputs = weights.shape[3];
  layer->filters.taps = layer->window.kernel_height * layer->window.kernel_width;
  layer->filters.weights = rows_per_channel(weights);
  set_bias_and_scales(view, view.input_tensor(0), weights, 2, PerTensorScale::kDoubleProduct, layer->filters);
  return layer;
}

}  // namespace bitstill::codegen::ops
