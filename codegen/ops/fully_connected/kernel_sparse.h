// Fully connected layer of which most weights are zero: only the others are read and multiplied.
//
// Entries, `run zeros, then a weight`, go on from one output's row to the next, so a row's end takes no byte. Inputs
// that no output reads are left out first. The others are kept plus 128, which counts as part of the input's zero
// point: that folds into the bias less often, and it then fits 16 bits.
#pragma once

#include "codegen/arithmetic/rounding.h"

namespace bitstill::ops {

struct FullyConnectedSparse {
  int32_t rows;  // input vectors
  int32_t inputs;
  int32_t inputs_read;
  int32_t outputs;
  int32_t entries;
  int32_t output_zero_point;
  int32_t minimum;  // the fused activation, on the output's grid
  int32_t maximum;
};

// Takes in turn so many inputs as `turns` says and leaves out so many.
inline void gather_inputs(const int8_t* input, int32_t inputs, const uint8_t* turns, uint8_t* to) noexcept {
  for (const int8_t* const end = input + inputs; input < end; turns += 2) {
    for (int32_t i = turns[0]; i > 0; --i) *to++ = static_cast<uint8_t>(*input++ ^ 128);
    input += turns[1];
  }
}

// Not inlined, so that the loop of products has all registers to itself.
[[gnu::noinline]] inline int8_t fully_connected_sparse_output(const FullyConnectedSparse& layer,
                                                              arithmetic::Scale scale, uint32_t sum) noexcept {
  const int32_t value = arithmetic::multiply(static_cast<int32_t>(sum), scale) + layer.output_zero_point;
  return static_cast<int8_t>(arithmetic::clamp(value, layer.minimum, layer.maximum));
}

// Entries gives one weight after the other, row by row (codegen/pack); `gathered` has room for the inputs read. Sums
// wrap on the way; the generator made sure that each final one fits.
template <class Entries, class Bias, class Scales>
void fully_connected_sparse(const FullyConnectedSparse& layer, const int8_t* input, const uint8_t* turns,
                            const Entries& weights, const Bias* bias, Scales scales, uint8_t* gathered,
                            int8_t* output) noexcept {
  const int32_t inputs = layer.inputs_read;
  for (int32_t row = layer.rows; row > 0; --row, input += layer.inputs) {
    gather_inputs(input, layer.inputs, turns, gathered);
    Entries entries = weights;
    int32_t at = 0, channel = 0;
    uint32_t sum = 0;
    const auto finish_channel = [&] {
      *output++ = fully_connected_sparse_output(layer, scales[channel], sum + static_cast<uint32_t>(bias[channel]));
      ++channel;
      sum = 0;
    };
    for (int32_t left = layer.entries; left > 0; --left) {
      const auto entry = entries.next();
      for (at += entry.run; at >= inputs; at -= inputs) finish_channel();
      sum += static_cast<uint32_t>(gathered[at++] * entry.weight);
    }
    while (channel < layer.outputs) finish_channel();
  }
}

}  // namespace bitstill::ops
