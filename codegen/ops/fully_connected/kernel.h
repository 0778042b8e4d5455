// Fully connected layer: output[c] = clamp(scale[c] * (bias[c] + sum over i of weight[c][i] * input[i]) + zero point).
//
// The input's zero point is already folded into the bias: bias[c] - zero point * sum over i of weight[c][i].
// Weights are stored plus 128, as unsigned bytes: Xtensa loads bytes only unsigned, so this saves a sign extension per
// product. What it adds, 128 * sum of the inputs, is the same for every output and taken off at the start.
// Four outputs are computed at a time, so that each input is loaded once for four products: as many as Xtensa's sixteen
// registers hold.
#pragma once

#include "codegen/arithmetic/rounding.h"
#include "codegen/arithmetic/settle.h"

namespace bitstill::ops {

struct FullyConnected {
  int32_t rows;  // input vectors
  int32_t inputs;
  int32_t outputs;
  int32_t output_zero_point;
  int32_t minimum;  // the fused activation, on the output's grid
  int32_t maximum;
};

// Sums of four outputs.
struct FourOutputs {
  int32_t sum0, sum1, sum2, sum3;

  // Adds the products of the i-th input with its weight in each of four rows.
  template <class Weights>
  void add(const int8_t* input, Weights row0, Weights row1, Weights row2, Weights row3, int32_t i) noexcept {
    const int32_t x = input[i];
    sum0 += x * row0[i];
    sum1 += x * row1[i];
    sum2 += x * row2[i];
    sum3 += x * row3[i];
    arithmetic::settle(sum0);
    arithmetic::settle(sum1);
    arithmetic::settle(sum2);
    arithmetic::settle(sum3);
  }
};

// All products of the input with four rows of weights. Not inlined, so that its loop has all registers to itself.
template <class Weights>
[[gnu::noinline]] FourOutputs multiply_rows(const int8_t* input, Weights row0, int32_t inputs) noexcept {
  Weights row1 = row0 + inputs;
  Weights row2 = row1 + inputs;
  Weights row3 = row2 + inputs;
  FourOutputs sums = {0, 0, 0, 0};
  for (; inputs >= 4; inputs -= 4, input += 4, row0 += 4, row1 += 4, row2 += 4, row3 += 4) {
    sums.add(input, row0, row1, row2, row3, 0);
    sums.add(input, row0, row1, row2, row3, 1);
    sums.add(input, row0, row1, row2, row3, 2);
    sums.add(input, row0, row1, row2, row3, 3);
  }
  for (; inputs > 0; --inputs, ++input, ++row0, ++row1, ++row2, ++row3) sums.add(input, row0, row1, row2, row3, 0);
  return {sums.sum0, sums.sum1, sums.sum2, sums.sum3};
}

// Not inlined, because it is called in five places.
[[gnu::noinline]] inline int8_t fully_connected_output(const FullyConnected& layer, arithmetic::Scale scale,
                                                       int32_t sum) noexcept {
  const int32_t value = arithmetic::multiply(sum, scale) + layer.output_zero_point;
  return static_cast<int8_t>(arithmetic::clamp(value, layer.minimum, layer.maximum));
}

// Weights is anything that is advanced and indexed like `const uint8_t*`, row after row; Scales is indexed by channel.
template <class Weights, class Scales>
void fully_connected(const FullyConnected& layer, const int8_t* input, Weights weights, const int32_t* bias,
                     Scales scales, int8_t* output) noexcept {
  for (int32_t row = 0; row < layer.rows; ++row, input += layer.inputs, output += layer.outputs) {
    int32_t offset = 0;
    for (int32_t i = 0; i < layer.inputs; ++i) offset += input[i] * 128;

    Weights rows = weights;
    int32_t channel = 0;
    for (; channel + 4 <= layer.outputs; channel += 4, rows += 4 * layer.inputs) {
      const FourOutputs sums = multiply_rows(input, rows, layer.inputs);
      output[channel] =
          fully_connected_output(layer, scales[channel], arithmetic::without_offset(bias[channel], sums.sum0, offset));
      output[channel + 1] = fully_connected_output(layer, scales[channel + 1],
                                                   arithmetic::without_offset(bias[channel + 1], sums.sum1, offset));
      output[channel + 2] = fully_connected_output(layer, scales[channel + 2],
                                                   arithmetic::without_offset(bias[channel + 2], sums.sum2, offset));
      output[channel + 3] = fully_connected_output(layer, scales[channel + 3],
                                                   arithmetic::without_offset(bias[channel + 3], sums.sum3, offset));
    }
    for (; channel < layer.outputs; ++channel, rows += layer.inputs) {
      int32_t sum = 0;
      for (int32_t i = 0; i < layer.inputs; ++i) sum += input[i] * rows[i];
      output[channel] =
          fully_connected_output(layer, scales[channel], arithmetic::without_offset(bias[channel], sum, offset));
    }
  }
}

}  // namespace bitstill::ops
