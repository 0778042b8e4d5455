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

// Of a layer, or of rows of it.
Esp32Blocks esp32_blocks(const Conv2D& layer, const Window& window);

// The layer's upper and lower rows as layers of their own, which two cores compute at the same time, each with working
// memory of its own.
//
// The output may lie over the input, behind a lag, where that takes nothing from the other core. It does not where
// every pixel depends on itself only. Elsewhere the first of the lower rows would be written over what the upper half
// still reads: the seam. Their core computes them first, into working memory, and they are put into their places when
// both are done: the price of Division::over_input.
struct Esp32ConvHalves {
  explicit Esp32ConvHalves(const Conv2D& layer);

  int64_t upper_scratch() const { return esp32_blocks(layer, upper.window).scratch_bytes; }
  int64_t lower_scratch() const;
  int64_t scratch_bytes() const { return upper_scratch() + lower_scratch() + seam_bytes(); }
  int64_t seam_bytes() const;

  const Conv2D& layer;
  WindowRows upper, lower;
  std::optional<WindowRows> seam;
  std::optional<InPlace> in_place;

 private:
  int64_t lag_of(const Window& window) const;
  void lay_over_input();
};

void emit_for_esp32(const Conv2D& layer, LayerEmitter& emitter);

}  // namespace bitstill::codegen::ops
