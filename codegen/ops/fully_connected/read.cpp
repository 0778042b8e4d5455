#include <fmt/format.h>

#include "codegen/ops/fully_connected/fully_connected.h"

namespace bitstill::codegen::ops {
namespace {

using tflite::OperatorView;

void read_options(const OperatorView& view, FullyConnected& layer) {
  auto activation = tflite::schema::ActivationFunctionType::NONE;
  if (const auto* options = view.options<tflite::schema::FullyConnectedOptions>(); options != nullptr) {
    activation = options->fused_activation_function();
    if (options->weights_format() != 0) {
      view.refuse("stores its weights shuffled; convert the model without a device-specific weight format");
    }
  }
  layer.clamp = fused_clamp(view, activation, view.output_tensor(0).quantization);
}

void check_shapes(const OperatorView& view, FullyConnected& layer) {
  const Tensor& input = view.input_tensor(0);
  const Tensor& output = view.output_tensor(0);
  const Filters& filters = layer.filters;
  if (input.elements() % filters.taps != 0 || output.elements() != input.elements() / filters.taps * filters.outputs) {
    view.refuse(fmt::format("input {} and output {} do not fit weights [{}, {}]; the file is damaged", describe(input),
                            describe(output), filters.outputs, filters.taps));
  }
  layer.rows = static_cast<int32_t>(input.elements() / filters.taps);
}

}  // namespace

std::unique_ptr<Operator> read_fully_connected(const OperatorView& view) {
  view.expect_counts(2, 3, 1);
  auto layer = std::make_unique<FullyConnected>();
  layer->inputs = {view.int8_input(0)};
  layer->outputs = {view.int8_output(0)};
  const Tensor& input = view.input_tensor(0);
  layer->input_zero_point = input.quantization.zero_point();
  layer->output_zero_point = view.output_tensor(0).quantization.zero_point();
  const Tensor& weights = int8_weights(view, 1, 2, 0);
  layer->filters.outputs = weights.shape[0];
  layer->filters.taps = weights.shape[1];
  layer->filters.weights = weights.int8_values();
  set_bias_and_scales(view, input, weights, 2, PerTensorScale::kFloatProduct, layer->filters);
  read_options(view, *layer);
  check_shapes(view, *layer);
  return layer;
}

}  // namespace bitstill::codegen::ops
