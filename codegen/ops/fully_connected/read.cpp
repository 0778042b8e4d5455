#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "codegen/arithmetic/quantize_multiplier.h"
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

void read_weights(const OperatorView& view, FullyConnected& layer) {
  if (view.input(1) < 0) view.refuse("its weights are missing; the file is damaged");
  const Tensor& weights = view.input_tensor(1);
  if (weights.type != ElementType::kInt8) {
    view.refuse(
        fmt::format("weights t{} '{}' are {} while the input is INT8; convert the model with full-integer int8 "
                    "quantisation",
                    weights.index, weights.name, weights.type_name));
  }
  if (!weights.constant)
    view.refuse(fmt::format("weights t{} '{}' are computed, constants were expected", weights.index, weights.name));
  if (weights.shape.size() != 2)
    view.refuse(fmt::format("weights t{} '{}' have {} dimensions, two were expected", weights.index, weights.name,
                            weights.shape.size()));
  layer.output_size = weights.shape[0];
  layer.input_size = weights.shape[1];
  if (weights.quantization.scales.empty())
    view.refuse(fmt::format("weights t{} '{}' have no scale", weights.index, weights.name));
  const size_t scale_count = weights.quantization.scales.size();
  const bool per_output = weights.quantization.axis == 0 && scale_count == static_cast<size_t>(layer.output_size);
  if (scale_count != 1 && !per_output) {
    view.refuse(
        fmt::format("weights t{} '{}' have {} scales along axis {}, one or one per output (axis 0) was expected",
                    weights.index, weights.name, scale_count, weights.quantization.axis));
  }
  for (const int32_t zero_point : weights.quantization.zero_points) {
    if (zero_point != 0) {
      view.refuse(fmt::format("weights t{} '{}' have zero point {}; convert the model with symmetric int8 weights",
                              weights.index, weights.name, zero_point));
    }
  }
  layer.weights = weights.int8_values();
}

void read_bias(const OperatorView& view, FullyConnected& layer) {
  layer.bias.assign(static_cast<size_t>(layer.output_size), 0);
  if (view.input(2) < 0) return;
  const Tensor& bias = view.input_tensor(2);
  if (bias.type != ElementType::kInt32 || !bias.constant || bias.elements() != layer.output_size) {
    view.refuse(
        fmt::format("bias t{} '{}' is {}, a constant int32[{}] was expected; convert the model with int8 "
                    "activations",
                    bias.index, bias.name, describe(bias), layer.output_size));
  }
  layer.bias = bias.int32_values();
}

void check_shapes(const OperatorView& view, FullyConnected& layer) {
  const Tensor& input = view.input_tensor(0);
  const Tensor& output = view.output_tensor(0);
  if (input.elements() % layer.input_size != 0 ||
      output.elements() != input.elements() / layer.input_size * layer.output_size) {
    view.refuse(fmt::format("input {} and output {} do not fit weights [{}, {}]; the file is damaged", describe(input),
                            describe(output), layer.output_size, layer.input_size));
  }
  layer.rows = static_cast<int32_t>(input.elements() / layer.input_size);
}

// Per tensor the scales' product is taken in float32, per channel in double: TFLite does the same.
void set_scales(const OperatorView& view, FullyConnected& layer) {
  const Quantization& input = view.input_tensor(0).quantization;
  const Quantization& weights = view.input_tensor(1).quantization;
  const double output_scale = view.output_tensor(0).quantization.scale();
  for (const float weight_scale : weights.scales) {
    const double product = weights.per_tensor() ? static_cast<double>(input.scale() * weight_scale)
                                                : static_cast<double>(input.scale()) * weight_scale;
    const double factor = product / output_scale;
    if (factor >= 2147483648.0)
      view.refuse(fmt::format("its scale factor {} does not fit 31 bits; the file is damaged", factor));
    layer.scales.push_back(arithmetic::quantize_multiplier(factor));
  }
}

// Every sum fits 32 bits, and so does what requantisation makes of it.
void check_accumulator(const OperatorView& view, const FullyConnected& layer) {
  for (int32_t row = 0; row < layer.output_size; ++row) {
    int64_t largest = std::abs(int64_t{layer.bias[static_cast<size_t>(row)]});
    const int8_t* weights = layer.weights.data() + int64_t{row} * layer.input_size;
    for (int32_t i = 0; i < layer.input_size; ++i) largest += 255 * std::abs(int64_t{weights[i]});
    const arithmetic::Scale scale = layer.scales[layer.scales.size() == 1 ? 0 : static_cast<size_t>(row)];
    const double scaled = std::ldexp(static_cast<double>(largest) * scale.multiplier, scale.shift - 31);
    if (std::max(static_cast<double>(largest), scaled) + 129 > std::numeric_limits<int32_t>::max()) {
      view.refuse(
          fmt::format("output {} can reach {} in its accumulator, and scaled {:.0f}; both must fit 32 bits: use "
                      "smaller layers, biases or "
                      "scales",
                      row, largest, scaled));
    }
  }
}

}  // namespace

std::unique_ptr<Operator> read_fully_connected(const OperatorView& view) {
  view.expect_counts(2, 3, 1);
  auto layer = std::make_unique<FullyConnected>();
  layer->inputs = {view.int8_input(0)};
  layer->outputs = {view.int8_output(0)};
  layer->input_zero_point = view.input_tensor(0).quantization.zero_point();
  layer->output_zero_point = view.output_tensor(0).quantization.zero_point();
  read_weights(view, *layer);
  read_bias(view, *layer);
  read_options(view, *layer);
  check_shapes(view, *layer);
  set_scales(view, *layer);
  check_accumulator(view, *layer);
  return layer;
}

}  // namespace bitstill::codegen::ops
