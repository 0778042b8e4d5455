#include <fmt/format.h>

#include <algorithm>

#include "codegen/ops/transpose_conv/transpose_conv.h"

namespace bitstill::codegen::ops {
namespace {

using tflite::OperatorView;

void check_shapes(const OperatorView& view, const Tensor& input, const Tensor& weights, const Tensor& output) {
  if (view.int32_parameter(0, "output shape") != output.shape) {
    view.refuse(fmt::format("output {} does not have the shape it asks for; the file is damaged", describe(output)));
  }
  if (weights.shape[0] != output.shape[3] || weights.shape[3] != input.shape[3]) {
    view.refuse(fmt::format("input {} and output {} do not fit weights {}; the file is damaged", describe(input),
                            describe(output), describe(weights)));
  }
}

// Row by row: what has been written when the last pixel of an output row is computed, less what lies before the first
// input row still in reach.
int64_t lag(const Window& there) {
  int64_t most = 0;
  for (int64_t row = 0; row < there.input_height; ++row) {
    const int64_t written = ((row + 1) * there.input_width - 1) * there.input_channels;
    const int64_t reach = row + there.pad_top - (there.kernel_height - 1);
    const int64_t first = reach <= 0 ? 0 : (reach + there.stride_height - 1) / there.stride_height;
    const int64_t still_read = std::min<int64_t>(first, there.output_height) * there.output_width;
    most = std::max(most, written - still_read * there.output_channels);
  }
  return most;
}

}  // namespace

std::unique_ptr<Operator> read_transpose_conv(const OperatorView& view) {
  view.expect_counts(3, 4, 1);
  auto layer = std::make_unique<TransposeConv>();
  layer->inputs = {view.int8_input(2)};
  layer->outputs = {view.int8_output(0)};
  const Tensor& input = view.input_tensor(2);
  const Tensor& output = view.output_tensor(0);
  layer->input_zero_point = input.quantization.zero_point();
  layer->output_zero_point = output.quantization.zero_point();

  const auto* options = view.options<tflite::schema::TransposeConvOptions>();
  if (options == nullptr) view.refuse("lacks its options; the file is damaged");
  const Tensor& weights = int8_weights(view, 1, 4, 0);
  layer->there.kernel_height = weights.shape[1];
  layer->there.kernel_width = weights.shape[2];
  set_strides(view, *options, layer->there);
  set_shapes(view, layer->outputs[0], layer->inputs[0], options->padding(), layer->there);
  check_shapes(view, input, weights, output);

  layer->filters.outputs = weights.shape[0];
  layer->filters.taps = static_cast<int32_t>(weights.elements() / weights.shape[0]);
  layer->filters.weights = weights.int8_values();
  set_bias_and_scales(view, input, weights, 3, PerTensorScale::kDoubleProduct, layer->filters);
  layer->clamp = fused_clamp(view, options->fused_activation_function(), output.quantization);
  layer->lag_bytes = lag(layer->there);
  return layer;
}

}  // namespace bitstill::codegen::ops
