// Convolution of which most weights are zero: only the others are read and multiplied, each with four pixels' patches.
//
// Entries, `run zeros, then a weight`, go on from one channel's row to the next. Patches are gathered, and the output
// may be written over the input, as in conv_2d.h.
#pragma once

#include "codegen/ops/conv_2d/kernel.h"

namespace bitstill::ops {

// All channels of up to four pixels whose patches are gathered. Not inlined, so that its loop has all registers to
// itself. `left` entries are read.
template <class Entries, class Bias, class Scales>
[[gnu::noinline]] void multiply_sparse(const Conv2D& layer, const uint8_t* patches, Entries entries, int32_t left,
                                       const Bias* bias, Scales scales, int32_t pixels, int8_t* output) noexcept {
  const int32_t taps = layer.kernel_height * layer.kernel_width * layer.group_channels;
  uint32_t a = 0, b = 0, c = 0, d = 0;
  int32_t at = 0, channel = 0;
  const auto finish = [&] {
    const auto start = static_cast<uint32_t>(bias[channel]);
    const uint32_t sums[kBlockPixels] = {start + a, start + b, start + c, start + d};
    finish_channel(layer, scales[channel], sums, pixels, output + channel);
    ++channel;
    a = b = c = d = 0;
  };
  for (; left > 0; --left) {
    const auto entry = entries.next();
    for (at += entry.run; at >= taps; at -= taps) finish();
    const uint8_t* four = patches + kBlockPixels * at++;
    a += static_cast<uint32_t>(four[0] * entry.weight);
    b += static_cast<uint32_t>(four[1] * entry.weight);
    c += static_cast<uint32_t>(four[2] * entry.weight);
    d += static_cast<uint32_t>(four[3] * entry.weight);
  }
  while (channel < layer.output_channels) finish();
}

// Of one group of channels. `patches` has room for four patches of kernel height * kernel width * input channels.
template <class Entries, class Bias, class Scales>
void conv_2d_sparse(const Conv2D& layer, const int8_t* input, const Entries& weights, int32_t entries, const Bias* bias,
                    Scales scales, uint8_t* patches, int8_t* output) noexcept {
  WindowPlace place = {-layer.pad_top, -layer.pad_left};
  for (int32_t left = layer.output_height * layer.output_width; left > 0; left -= kBlockPixels) {
    const int32_t pixels = left < kBlockPixels ? left : kBlockPixels;
    for (int32_t i = 0; i < pixels; ++i, place.advance(layer)) gather_patch(layer, input, place, patches + i);
    multiply_sparse(layer, patches, weights, entries, bias, scales, pixels, output);
    output += kBlockPixels * layer.output_channels;
  }
}

}  // namespace bitstill::ops
