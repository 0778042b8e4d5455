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

void emit_for_esp32(const Conv2D& layer, LayerEmitter& emitter);

}  // namespace bitstill::codegen::ops
