// What the generator decides and writes for the ESP32's depthwise convolution.
#pragma once

#include "codegen/ops/depthwise_conv_2d/depthwise_conv_2d.h"

namespace bitstill::codegen::ops {

// How many rows of outputs are computed from one strip of the image: more of them share what each channel costs, fewer
// need less working memory.
struct Esp32Strips {
  int32_t outputs = 1;
  int32_t rows = 3;   // of the image
  int32_t words = 1;  // columns of words, two columns of the image each
  int64_t scratch_bytes = 0;
  int64_t instructions = 0;  // of the whole layer
};

Esp32Strips esp32_strips(const DepthwiseConv2D& layer);

// What two cores compute at the same time: the first channels and the others, or of a single one the first outputs.
// Each has working memory of its own.
struct Esp32DepthwiseHalf {
  int32_t first_channel = 0, channels = 0;  // of the input
  int32_t first_output = 0, outputs = 0;    // of each of them
};

Esp32DepthwiseHalf esp32_first_half(const DepthwiseConv2D& layer);
Esp32DepthwiseHalf esp32_second_half(const DepthwiseConv2D& layer);

void emit_for_esp32(const DepthwiseConv2D& layer, LayerEmitter& emitter);

}  // namespace bitstill::codegen::ops
