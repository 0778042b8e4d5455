// Weights, biases and scales as the ESP32's kernels read them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/filters.h"

namespace bitstill::codegen::esp32 {

// Why kernels that requantise as requantize.h does cannot compute a layer exactly; empty where they can. Proves for
// each output that 256 times the sum fits 32 bits for any input, and with it the 40 bits of the accumulator.
std::string obstacle(const ops::Filters& filters, int32_t input_zero_point);

// kConv1Channels: bias, multiplier and shift of each output. `offset`: what the kernel's inputs are too large by, the
// zero point and whatever it has added to them. `more`: channels of zeros behind the last.
void add_channels(const ops::Filters& filters, int32_t offset, int32_t more, LayerEmitter& emitter);

// Rows of weights for kernels that widen them four at a time; a row is filled up to fours. Widened, the bytes of a word
// stand in the order 0, 2, 1, 3, and the activations they meet stand in the same; in between, the weights are one half
// late. So byte 0 of the first word stands for nothing, and each row's last weight is byte 0 of the word after it.
// Behind the last row are the words that a kernel may load and not use.
std::vector<int8_t> delayed_rows(const ops::Filters& filters);

}  // namespace bitstill::codegen::esp32
