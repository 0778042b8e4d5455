// Fully connected layer: output[c] = clamp(scale[c] * (bias[c] + sum over i of weight[c][i] * input[i]) + zero point).
//
// The input's zero point is already folded into the bias: bias[c] - zero point * sum over i of weight[c][i].
// Weights are stored plus 128, as unsigned bytes: Xtensa loads bytes only unsigned, so this saves a sign extension per
// product. What it adds, 128 * sum of the inputs, is the same for every output and taken off at the start.
// Three outputs are computed at a time, so that each input is loaded once for three products: as many as Xtensa's
// sixteen registers hold.
#pragma once

#include "codegen/arithmetic/rounding.h"

namespace bitstill::ops {

struct FullyConnected {
  int32_t rows;  // input vectors
  int32_t inputs;
  int32_t outputs;
  int32_t output_zero_point;
  int32_t minimum;  // the fused activation, on the output's grid
  int32_t maximum;
};

// Sums wrap modulo 2^32 on the way; the generator made sure that each final one fits.
inline uint32_t product(int32_t input, uint8_t weight) noexcept { return static_cast<uint32_t>(input * weight); }

template <class Scales>
inline int8_t fully_connected_output(const FullyConnected& layer, Scales scales, int32_t channel,
                                     uint32_t sum) noexcept {
  const int32_t value = arithmetic::multiply(static_cast<int32_t>(sum), scales[channel]) + layer.output_zero_point;
  return static_cast<int8_t>(arithmetic::clamp(value, layer.minimum, layer.maximum));
}

// Weights is anything that is advanced and indexed like `const uint8_t*`, row after row; Scales is indexed by channel.
template <class Weights, class Scales>
void fully_connected(const FullyConnected& layer, const int8_t* input, Weights weights, const int32_t* bias,
                     Scales scales, int8_t* output) noexcept {
  for (int32_t row = 0; row < layer.rows; ++row, input += layer.inputs, output += layer.outputs) {
    uint32_t offset = 0;
    for (int32_t i = 0; i < layer.inputs; ++i) offset += product(input[i], 128);

    Weights weights0 = weights;
    int32_t channel = 0;
    for (; channel + 3 <= layer.outputs; channel += 3) {
      Weights weights1 = weights0 + layer.inputs;
      Weights weights2 = weights1 + layer.inputs;
      uint32_t sum0 = static_cast<uint32_t>(bias[channel]) - offset;
      uint32_t sum1 = static_cast<uint32_t>(bias[channel + 1]) - offset;
      uint32_t sum2 = static_cast<uint32_t>(bias[channel + 2]) - offset;
      for (int32_t i = 0; i < layer.inputs; ++i) {
        const int32_t x = input[i];
        sum0 += product(x, weights0[i]);
        sum1 += product(x, weights1[i]);
        sum2 += product(x, weights2[i]);
      }
      output[channel] = fully_connected_output(layer, scales, channel, sum0);
      output[channel + 1] = fully_connected_output(layer, scales, channel + 1, sum1);
      output[channel + 2] = fully_connected_output(layer, scales, channel + 2, sum2);
      weights0 = weights2 + layer.inputs;
    }
    for (; channel < layer.outputs; ++channel, weights0 += layer.inputs) {
      uint32_t sum = static_cast<uint32_t>(bias[channel]) - offset;
      for (int32_t i = 0; i < layer.inputs; ++i) sum += product(input[i], weights0[i]);
      output[channel] = fully_connected_output(layer, scales, channel, sum);
    }
  }
}

}  // namespace bitstill::ops
