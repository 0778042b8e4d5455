// Fully connected layer for the ESP32, two outputs at a time.
//
// Every weight is used once, so there is nothing to gain from widening it first. Instead two outputs' weights share 16
// bits: 256 * w + u, where w belongs to the first and u, plus 128, to the second. One pass over the products gives
// 256 * W + U, a second one, which masks, U alone: three multiplications for two products, and one and a half
// instructions for each. Both sums end up times 256, as requantize.h wants them; what is added to u, 128 times the sum
// of the inputs, is the same for every output and taken off again.
#pragma once

#include "codegen/esp32/instructions.h"
#include "codegen/esp32/requantize.h"

namespace bitstill::ops {

struct FullyConnectedEsp32 {
  int32_t rows;  // input vectors
  int32_t inputs;
  int32_t outputs;
  int32_t output_zero_point;
  int32_t minimum;  // the fused activation, on the output's grid
  int32_t maximum;
};

// What all outputs have in common. The assembly knows the order of the fields.
struct FullyConnectedBlock {
  const int16_t* inputs;  // one half late
  int32_t groups;         // of four inputs, an even number of them
  int32_t offset;         // 256 * 128 * the sum of the inputs
  int32_t zero_point_and_half;
  int32_t minimum;
  int32_t maximum;
};

#if BITSTILL_MAC16
extern "C" void bitstill_esp32_fully_connected_pairs(const FullyConnectedBlock* block, const int16_t* weights,
                                                     const Esp32Channel* channels, int8_t* output, int32_t pairs);

inline void fully_connected_pairs(const FullyConnectedBlock& block, const int16_t* weights,
                                  const Esp32Channel* channels, int8_t* output, int32_t pairs) noexcept {
  if (pairs > 0) bitstill_esp32_fully_connected_pairs(&block, weights, channels, output, pairs);
}
#else
inline int8_t fully_connected_esp32_output(const FullyConnectedBlock& block, const Esp32Channel& channel,
                                           uint32_t sum) noexcept {
  const Esp32Requantization requantize(channel, block.zero_point_and_half);
  const int32_t value = requantize(static_cast<int32_t>(sum + static_cast<uint32_t>(channel.bias)));
  return static_cast<int8_t>(arithmetic::clamp(value, block.minimum, block.maximum));
}

inline void fully_connected_pairs(const FullyConnectedBlock& block, const int16_t* weights,
                                  const Esp32Channel* channels, int8_t* output, int32_t pairs) noexcept {
  for (; pairs > 0; --pairs, weights += 4 * block.groups, channels += 2, output += 2) {
    uint32_t both = 0, second = 0;
    for (int32_t i = 0; i < 4 * block.groups; ++i) {
      both += static_cast<uint32_t>(block.inputs[i + 1] * weights[i]);
      second += static_cast<uint32_t>(block.inputs[i + 1] * (weights[i] & 255));
    }
    output[0] = fully_connected_esp32_output(block, channels[0], both - second);
    output[1] = fully_connected_esp32_output(block, channels[1], 256 * second - static_cast<uint32_t>(block.offset));
  }
}
#endif

// Widens the inputs, one half late; returns their sum.
inline int32_t widen_inputs(const int8_t* input, int32_t count, int16_t* to) noexcept {
  int32_t sum = 0;
  ++to;
  for (; count >= 4; count -= 4, input += 4, to += 4) {
    sum += to[0] = input[0];
    sum += to[1] = input[1];
    sum += to[2] = input[2];
    sum += to[3] = input[3];
  }
  for (; count > 0; --count) sum += * to++ = *input++;
  return sum;
}

// `scratch` has room for the inputs, filled up to eights, and for four more. Weights are pairs of rows, each filled up
// to eights with zeros.
inline void fully_connected_esp32(const FullyConnectedEsp32& layer, const int8_t* input, const int16_t* weights,
                                  const Esp32Channel* channels, int16_t* scratch, int8_t* output) noexcept {
  const int32_t groups = (layer.inputs + 7) / 8 * 2;
  const int32_t pairs = layer.outputs / 2;
  FullyConnectedBlock block = {scratch, groups, 0, 2 * layer.output_zero_point + 1, layer.minimum, layer.maximum};
  for (int32_t row = layer.rows; row > 0; --row, input += layer.inputs, output += layer.outputs) {
    block.offset = arithmetic::shift_left(widen_inputs(input, layer.inputs, scratch), 15);
    fully_connected_pairs(block, weights, channels, output, pairs);
    if (layer.outputs % 2 == 0) continue;
    int8_t last[2];  // the second one is of no output
    fully_connected_pairs(block, weights + pairs * 4 * groups, channels + 2 * pairs, last, 1);
    output[layer.outputs - 1] = last[0];
  }
}

}  // namespace bitstill::ops
