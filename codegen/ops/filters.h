// What convolutions and dense layers have in common: a row of weights, a bias and a scale for every output.
#pragma once

#include <cstdint>
#include <vector>

#include "codegen/arithmetic/rounding.h"
#include "codegen/tflite/operator_view.h"

namespace bitstill::codegen::ops {

struct Filters {
  int32_t outputs = 0;
  int32_t taps = 0;                       // weights of one output
  std::vector<int8_t> weights;            // [outputs][taps]
  std::vector<int32_t> bias;              // [outputs], zeros where the file has none
  std::vector<arithmetic::Scale> scales;  // one, or one per output

  arithmetic::Scale scale(int32_t output) const { return scales[scales.size() == 1 ? 0 : static_cast<size_t>(output)]; }
  // As the module stores them.
  int64_t bytes() const { return static_cast<int64_t>(weights.size() + 4 * bias.size()); }
  // What a kernel starts each sum with that multiplies inputs as they are: the bias, less what the input's zero point
  // adds to every sum. Modulo 2^32, which is exact because every final sum fits 32 bits.
  std::vector<int32_t> folded_bias(int32_t input_zero_point) const;
  // The largest magnitude of an output's sum, bias included, for any int8 inputs around this zero point.
  int64_t largest_sum(int32_t output, int32_t input_zero_point) const;
};

enum class PerTensorScale {
  kFloatProduct,   // input scale * weight scale rounded to float32: FULLY_CONNECTED
  kDoubleProduct,  // in double: every convolution
};

// The operator's weights: constant int8 of `dimensions` dimensions with one scale, or one per index of `axis`, and zero
// point 0. Anything else is refused.
const Tensor& int8_weights(const tflite::OperatorView& view, size_t input, size_t dimensions, int axis);

// Fills bias and scales of `filters`, whose weights are set, and refuses what could leave 32 bits in an accumulator.
// `bias_input` is the bias' position in the operator's inputs, where it may be missing.
void set_bias_and_scales(const tflite::OperatorView& view, const Tensor& input, const Tensor& weights,
                         size_t bias_input, PerTensorScale rule, Filters& filters);

}  // namespace bitstill::codegen::ops
