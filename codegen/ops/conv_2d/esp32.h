// What the generator decides and writes for the ESP32's convolution.
#pragma once

#include "codegen/ops/conv_2d/conv_2d.h"

namespace bitstill::codegen::ops {

// How many pixels are computed at a time: more of them share the work of widening a channel's weights, fewer need less
// working memory.
struct Esp32Blocks {
  int32_t pixels = 1;
  int64_t scratch_bytes = 0;
  int64_t instructions = 0;  // of the whole layer
};

Esp32Blocks esp32_blocks(const Conv2D& layer);

// The layer's upper and lower rows as layers of their own, which two cores compute at the same time. The lower one has
// working memory of its own behind the upper one's.
struct Esp32ConvHalves {
  explicit Esp32ConvHalves(const Conv2D& layer);
  int64_t scratch_bytes() const { return lower_scratch + esp32_blocks(lower).scratch_bytes; }

  Conv2D upper, lower;
  int64_t lower_input = 0;  // where it begins in either tensor, and in the working memory
  int64_t lower_output = 0;
  int64_t lower_scratch = 0;
};

void emit_for_esp32(const Conv2D& layer, LayerEmitter& emitter);

}  // namespace bitstill::codegen::ops
