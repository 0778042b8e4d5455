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
  view.expect_counts(2, 3, 1);
  auto layer = std::make_unique<Conv2D>();
  layer->inputs = {view.int8_input(0)};
  layer->outputs = {view.int8_output(0)};
  const Tensor& input = view.input_tensor(0);
  const Quantization& output = view.output_tensor(0).quantization;
  layer->input_zero_point = input.quantization.zero_point();
  layer->output_zero_point = output.zero_point();

  const auto* options = view.options<tflite::schema::Conv2DOptions>();
  if (options == nullptr) view.refuse("lacks its options; the file is damaged");
  const Tensor& weights = int8_weights(view, 1, 4, 0);
  layer->window.kernel_height = weights.shape[1];
  layer->window.kernel_width = weights.shape[2];
  set_strides(view, *options, layer->window);
  set_dilations(view, *options, layer->window);
  set_shapes(view, layer->inputs[0], layer->outputs[0], options->padding(), layer->window);
  set_channels(view, weights, *layer);

  layer->filters.outputs = weights.shape[0];
  layer->filters.taps = static_cast<int32_t>(weights.elements() / weights.shape[0]);
  layer->filters.weights = weights.int8_values();
  set_bias_and_scales(view, input, weights, 2, PerTensorScale::kDoubleProduct, layer->filters);
  layer->clamp = fused_clamp(view, options->fused_activation_function(), output);
  return layer;
}

}  // namespace bitstill::codegen::ops
