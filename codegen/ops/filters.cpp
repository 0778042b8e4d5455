#include "codegen/ops/filters.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "codegen/arithmetic/quantize_multiplier.h"

namespace bitstill::codegen::ops {
namespace {

using tflite::OperatorView;

void set_bias(const OperatorView& view, size_t position, Filters& filters) {
  filters.bias.assign(static_cast<size_t>(filters.outputs), 0);
  if (view.input(position) < 0) return;
  const Tensor& bias = view.input_tensor(position);
  if (bias.type != ElementType::kInt32 || !bias.constant || bias.elements() != filters.outputs) {
    view.refuse(
        fmt::format("bias t{} '{}' is {}, a constant int32[{}] was expected; convert the model with int8 "
                    "activations",
                    bias.index, bias.name, describe(bias), filters.outputs));
  }
  filters.bias = bias.int32_values();
}

void set_scales(const OperatorView& view, const Quantization& input, const Quantization& weights, PerTensorScale rule,
                Filters& filters) {
  const double output_scale = view.output_tensor(0).quantization.scale();
  const bool in_float = weights.per_tensor() && rule == PerTensorScale::kFloatProduct;
  for (const float weight_scale : weights.scales) {
    const double product = in_float ? static_cast<double>(input.scale() * weight_scale)
                                    : static_cast<double>(input.scale()) * weight_scale;
    const double factor = product / output_scale;
    if (factor >= 2147483648.0)
      view.refuse(fmt::format("its scale factor {} does not fit 31 bits; the file is damaged", factor));
    filters.scales.push_back(arithmetic::quantize_multiplier(factor));
  }
}

constexpr int32_t kMostTaps = 65'535;  // so many products of an int8 and a weight + 128 fit 32 bits in any case

// Every sum fits 32 bits, and so does what requantisation makes of it.
void check_accumulator(const OperatorView& view, const Filters& filters) {
  if (filters.taps > kMostTaps) {
    view.refuse(fmt::format("sums {} products for an output, at most {} are supported; split the layer", filters.taps,
                            kMostTaps));
  }
  for (int32_t row = 0; row < filters.outputs; ++row) {
    int64_t largest = std::abs(int64_t{filters.bias[static_cast<size_t>(row)]});
    const int8_t* weights = filters.weights.data() + int64_t{row} * filters.taps;
    for (int32_t i = 0; i < filters.taps; ++i) largest += 255 * std::abs(int64_t{weights[i]});
    const arithmetic::Scale scale = filters.scale(row);
    const double scaled = std::ldexp(static_cast<double>(largest) * scale.multiplier, scale.shift - 31);
    if (std::max(static_cast<double>(largest), scaled) + 129 > std::numeric_limits<int32_t>::max()) {
      view.refuse(
          fmt::format("output {} can reach {} in its accumulator, and scaled {:.0f}; both must fit 32 bits: use "
                      "smaller layers, biases or scales",
                      row, largest, scaled));
    }
  }
}

}  // namespace

std::vector<int32_t> Filters::folded_bias(int32_t input_zero_point) const {
  std::vector<int32_t> folded = bias;
  for (size_t row = 0; row < folded.size(); ++row) {
    uint32_t weight_sum = 0;
    for (int32_t i = 0; i < taps; ++i) {
      weight_sum += static_cast<uint32_t>(weights[row * static_cast<size_t>(taps) + static_cast<size_t>(i)]);
    }
    folded[row] =
        static_cast<int32_t>(static_cast<uint32_t>(folded[row]) - static_cast<uint32_t>(input_zero_point) * weight_sum);
  }
  return folded;
}

int64_t Filters::largest_sum(int32_t output, int32_t input_zero_point) const {
  int64_t low = bias[static_cast<size_t>(output)];
  int64_t high = low;
  const int8_t* row = weights.data() + int64_t{output} * taps;
  for (int32_t i = 0; i < taps; ++i) {
    const int64_t at_least = int64_t{row[i]} * (-128 - input_zero_point);
    const int64_t at_most = int64_t{row[i]} * (127 - input_zero_point);
    low += std::min(at_least, at_most);
    high += std::max(at_least, at_most);
  }
  return std::max(std::abs(low), std::abs(high));
}

const Tensor& int8_weights(const OperatorView& view, size_t input, size_t dimensions, int axis) {
  if (view.input(input) < 0) view.refuse("its weights are missing; the file is damaged");
  const Tensor& weights = view.input_tensor(input);
  if (weights.type != ElementType::kInt8) {
    view.refuse(
        fmt::format("weights t{} '{}' are {} while the input is INT8; convert the model with full-integer int8 "
                    "quantisation",
                    weights.index, weights.name, weights.type_name));
  }
  if (!weights.constant)
    view.refuse(fmt::format("weights t{} '{}' are computed, constants were expected", weights.index, weights.name));
  if (weights.shape.size() != dimensions)
    view.refuse(fmt::format("weights t{} '{}' have {} dimensions, {} were expected", weights.index, weights.name,
                            weights.shape.size(), dimensions));
  if (weights.quantization.scales.empty())
    view.refuse(fmt::format("weights t{} '{}' have no scale", weights.index, weights.name));
  const size_t scale_count = weights.quantization.scales.size();
  const bool per_output =
      weights.quantization.axis == axis && scale_count == static_cast<size_t>(weights.shape[static_cast<size_t>(axis)]);
  if (scale_count != 1 && !per_output) {
    view.refuse(
        fmt::format("weights t{} '{}' have {} scales along axis {}, one or one per output (axis {}) was expected",
                    weights.index, weights.name, scale_count, weights.quantization.axis, axis));
  }
  for (const int32_t zero_point : weights.quantization.zero_points) {
    if (zero_point != 0) {
      view.refuse(fmt::format("weights t{} '{}' have zero point {}; convert the model with symmetric int8 weights",
                              weights.index, weights.name, zero_point));
    }
  }
  return weights;
}

void set_bias_and_scales(const OperatorView& view, const Tensor& input, const Tensor& weights, size_t bias_input,
                         PerTensorScale rule, Filters& filters) {
  set_bias(view, bias_input, filters);
  set_scales(view, input.quantization, weights.quantization, rule, filters);
  check_accumulator(view, filters);
}

}  // namespace bitstill::codegen::ops
