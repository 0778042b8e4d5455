// Convolution for the ESP32, whose MAC16 unit multiplies two times 16 bits and loads the next two in one instruction.
//
// Pixels are computed in blocks. The patches of a block's pixels are gathered and widened to 16 bits first; then
// channel after channel, the channel's weights are widened to a row, and the row is multiplied with every patch. Loops,
// borders and gathering are C++; the innermost work, a channel of a block, is assembly (conv_2d_esp32.S), or the plain
// C++ below, which computes the same from the same memory on any other core.
//
// Groups of four taps stand in the order 0, 2, 1, 3 (widen.h). Patches are plus 128, which counts as part of the
// input's zero point: both are folded into the bias. Weights are times 256, and so are sums and biases (requantize.h).
// The stream of a layer's weights is one tap late: its first byte stands for nothing, and each row's last tap is the
// first byte of the next row's first word. That gives the assembly's schedule; see kernel_esp32.S.
#pragma once

#include "codegen/esp32/instructions.h"
#include "codegen/esp32/requantize.h"
#include "codegen/esp32/widen.h"

namespace bitstill::ops {

struct Conv2DEsp32 {
  int32_t input_height, input_width;
  int32_t output_height, output_width;
  uint16_t input_channels, output_channels;
  uint16_t groups_of_taps;  // of a patch, the last one filled up
  uint16_t block_pixels;    // computed at a time
  int16_t kernel_height, kernel_width;
  int16_t stride_height, stride_width;
  int16_t dilation_height, dilation_width;
  int16_t pad_top, pad_left;
  int16_t input_zero_point;
  int16_t output_zero_point;
  int16_t minimum;  // the fused activation, on the output's grid
  int16_t maximum;
};

// What all channels of a block of pixels have in common. The assembly knows the order of the fields.
struct Conv2DBlock {
  const int16_t* patches;
  int16_t* row;  // room for four halves of each group, and for eight more
  int32_t groups;
  int32_t output_step;  // bytes from pixel to pixel
  int32_t output_bytes;
  int32_t zero_point_and_half;
  int32_t minimum;
  int32_t maximum;
};

#if BITSTILL_MAC16
extern "C" void bitstill_esp32_conv_2d_channel(const Conv2DBlock* block, const int8_t* weights,
                                               const Esp32Channel* channel, int8_t* output);

inline void conv_2d_channel(const Conv2DBlock& block, const int8_t* weights, const Esp32Channel& channel,
                            int8_t* output) noexcept {
  bitstill_esp32_conv_2d_channel(&block, weights, &channel, output);
}
#else
// 256 times the weight that a byte stands for.
inline int16_t widened_weight(int8_t byte) noexcept { return static_cast<int16_t>(byte * 256); }

inline void conv_2d_channel(const Conv2DBlock& block, const int8_t* weights, const Esp32Channel& channel,
                            int8_t* output) noexcept {
  const int32_t taps = 4 * block.groups;
  for (int32_t i = 0; i <= taps; i += 4) {
    block.row[i] = widened_weight(weights[i]);
    block.row[i + 1] = widened_weight(weights[i + 2]);
    block.row[i + 2] = widened_weight(weights[i + 1]);
    block.row[i + 3] = widened_weight(weights[i + 3]);
  }
  const Esp32Requantization requantize(channel, block.zero_point_and_half);
  const int16_t* patch = block.patches;
  const int8_t* const end = output + block.output_bytes;
  for (; output != end; output += block.output_step, patch += taps) {
    auto sum = static_cast<uint32_t>(channel.bias);
    for (int32_t i = 0; i < taps; ++i) sum += static_cast<uint32_t>(patch[i] * block.row[i + 1]);
    const int32_t value = requantize(static_cast<int32_t>(sum));
    *output = static_cast<int8_t>(arithmetic::clamp(value, block.minimum, block.maximum));
  }
}
#endif

// Row and column of a window's first tap; both may be outside the image.
struct Esp32WindowPlace {
  int32_t top, left;

  void advance(const Conv2DEsp32& layer) noexcept {
    left += layer.stride_width;
    if (left + layer.pad_left < layer.output_width * layer.stride_width) return;
    left = -layer.pad_left;
    top += layer.stride_height;
  }
};

// The window's taps row by row, as runs of neighbouring bytes of the image and of padding, which `take` gets in order.
template <class Take>
void walk_window(const Conv2DEsp32& layer, const int8_t* input, const Esp32WindowPlace& place, Take&& take) noexcept {
  // Taps [first, last) of each kernel row lie inside the image.
  int32_t first = 0;
  while (first < layer.kernel_width && place.left + first * layer.dilation_width < 0) ++first;
  int32_t last = layer.kernel_width;
  while (last > first && place.left + (last - 1) * layer.dilation_width >= layer.input_width) --last;

  const int32_t channels = layer.input_channels;
  const int32_t step = layer.dilation_width * channels;
  const bool joined = layer.dilation_width == 1;  // a row's taps lie side by side
  const int32_t runs = joined ? 1 : last - first;
  const int32_t run_length = joined ? (last - first) * channels : channels;
  int32_t top = place.top;
  for (int32_t ky = layer.kernel_height; ky > 0; --ky, top += layer.dilation_height) {
    int32_t behind = layer.kernel_width;
    if (top >= 0 && top < layer.input_height && run_length > 0) {
      take.padding(first * channels);
      const int8_t* run = input + (top * layer.input_width + place.left) * channels + first * step;
      for (int32_t i = runs; i > 0; --i, run += step) take.run(run, run_length);
      behind -= last;
    }
    take.padding(behind * channels);
  }
}

// Runs of whole words are widened where they stand.
struct WideningGatherer {
  int16_t* to;
  int16_t zero_point;  // of the input, plus 128

  void run(const int8_t* from, int32_t count) noexcept {
    widen(from, to, count / 4);
    to += count;
  }
  void padding(int32_t count) noexcept {
    for (; count > 0; --count) *to++ = zero_point;
  }
};

// Others are put together byte by byte.
struct ByteGatherer {
  int8_t* to;
  int8_t zero_point;

  void run(const int8_t* from, int32_t count) noexcept {
    for (; count > 0; --count) *to++ = *from++;
  }
  void padding(int32_t count) noexcept {
    for (; count > 0; --count) *to++ = zero_point;
  }
};

// The patches of `pixels` pixels from `place` on, which is left where the next block begins. `bytes` has room for one
// patch of bytes.
inline void gather_patches(const Conv2DEsp32& layer, const int8_t* input, Esp32WindowPlace& place, int32_t pixels,
                           int8_t* bytes, int16_t* patches) noexcept {
  const int32_t taps = 4 * layer.groups_of_taps;
  for (; pixels > 0; --pixels, patches += taps, place.advance(layer)) {
    if (layer.input_channels % 4 == 0) {
      walk_window(layer, input, place, WideningGatherer{patches, static_cast<int16_t>(layer.input_zero_point + 128)});
      continue;
    }
    walk_window(layer, input, place, ByteGatherer{bytes, static_cast<int8_t>(layer.input_zero_point)});
    widen(bytes, patches, layer.groups_of_taps);
  }
}

// `scratch` has room for block_pixels patches and a row.
inline void conv_2d_esp32(const Conv2DEsp32& layer, const int8_t* input, const int8_t* weights,
                          const Esp32Channel* channels, int16_t* scratch, int8_t* output) noexcept {
  const int32_t taps = 4 * layer.groups_of_taps;
  const int32_t output_channels = layer.output_channels;
  int16_t* const row = scratch + layer.block_pixels * taps;
  Conv2DBlock block = {
      scratch,       row,          layer.groups_of_taps, output_channels, 0, 2 * layer.output_zero_point + 1,
      layer.minimum, layer.maximum};
  const bool pixel_is_patch = layer.kernel_height == 1 && layer.kernel_width == 1 && layer.stride_height == 1 &&
                              layer.stride_width == 1 && layer.input_channels % 4 == 0;
  Esp32WindowPlace place = {-layer.pad_top, -layer.pad_left};
  for (int32_t left = layer.output_height * layer.output_width; left > 0; left -= layer.block_pixels) {
    const int32_t pixels = left < layer.block_pixels ? left : layer.block_pixels;
    if (pixel_is_patch) {
      widen(input, scratch, pixels * layer.groups_of_taps);
      input += pixels * taps;
    } else {
      gather_patches(layer, input, place, pixels, reinterpret_cast<int8_t*>(row), scratch);
    }
    block.output_bytes = pixels * output_channels;
    const int8_t* channel_weights = weights;
    for (int32_t channel = 0; channel < output_channels; ++channel, channel_weights += taps)
      conv_2d_channel(block, channel_weights, channels[channel], output + channel);
    output += block.output_bytes;
  }
}

}  // namespace bitstill::ops
