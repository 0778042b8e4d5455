// Depthwise convolution, 3 by 3, for the ESP32, whose MAC16 unit multiplies 16 bits by 16 and adds in one instruction.
//
// Four channels are widened into a strip at a time (depthwise_conv_2d_strip_esp32.h); channel after channel is computed
// from it, its nine weights in registers: in assembly (depthwise_conv_2d_esp32.S), or in the plain C++ below, which
// computes the same from the same memory on any other core.
#pragma once

#include "codegen/ops/depthwise_conv_2d/kernel_strip_esp32.h"

namespace bitstill::ops {

#if BITSTILL_MAC16
extern "C" void bitstill_esp32_depthwise_stride_1(const DepthwiseRows* rows, const int16_t* strip,
                                                  const int8_t* weights, const Esp32Channel* channel, int8_t* output);
extern "C" void bitstill_esp32_depthwise_stride_2(const DepthwiseRows* rows, const int16_t* strip,
                                                  const int8_t* weights, const Esp32Channel* channel, int8_t* output);
// The same for any clamp, and with negative halves rounded away from zero.
extern "C" void bitstill_esp32_depthwise_stride_1_any(const DepthwiseRows* rows, const int16_t* strip,
                                                      const int8_t* weights, const Esp32Channel* channel,
                                                      int8_t* output);
extern "C" void bitstill_esp32_depthwise_stride_2_any(const DepthwiseRows* rows, const int16_t* strip,
                                                      const int8_t* weights, const Esp32Channel* channel,
                                                      int8_t* output);

using DepthwiseChannel = decltype(&bitstill_esp32_depthwise_stride_1);

inline DepthwiseChannel depthwise_channel(const DepthwiseConv2DEsp32& layer) noexcept {
  const bool any = layer.minimum != -128 || layer.output_zero_point != -128 || layer.maximum != 127;
  if (layer.stride_width == 1) return any ? bitstill_esp32_depthwise_stride_1_any : bitstill_esp32_depthwise_stride_1;
  return any ? bitstill_esp32_depthwise_stride_2_any : bitstill_esp32_depthwise_stride_2;
}
#else
// One channel of a strip of four.
template <int32_t stride>
void depthwise_plain_channel(const DepthwiseRows* rows, const int16_t* strip, const int8_t* weights,
                             const Esp32Channel* channel, int8_t* output) noexcept {
  const Esp32Requantization requantize(*channel, rows->zero_point_and_half);
  const int32_t column_halves = rows->pitch / 2;
  for (const int8_t* const end = output + rows->output_bytes; output != end; strip += 8 * stride) {
    for (int32_t x = 0; x < rows->width; ++x, output += rows->step) {
      auto sum = static_cast<uint32_t>(channel->bias);
      for (int32_t tap = 0; tap < 9; ++tap) {
        const int32_t column = stride * x + tap % 3;
        const int16_t value = strip[(column >> 1) * column_halves + tap / 3 * 8 + (column & 1)];
        sum += static_cast<uint32_t>(value * weights[tap]);
      }
      const int32_t value = requantize(static_cast<int32_t>(sum));
      *output = static_cast<int8_t>(arithmetic::clamp(value, rows->minimum, rows->maximum));
    }
  }
}

using DepthwiseChannel = decltype(&depthwise_plain_channel<1>);

inline DepthwiseChannel depthwise_channel(const DepthwiseConv2DEsp32& layer) noexcept {
  return layer.stride_width == 1 ? depthwise_plain_channel<1> : depthwise_plain_channel<2>;
}
#endif

// For strides of 1 and 2. `scratch` has room for strip_rows * (strip_words + 1) words of four channels; weights are
// [output channel][3][3].
inline void depthwise_conv_2d_3x3_esp32(const DepthwiseConv2DEsp32& layer, const int8_t* input, const int8_t* weights,
                                        const Esp32Channel* channels, int16_t* scratch, int8_t* output) noexcept {
  const DepthwiseChannel compute = depthwise_channel(layer);
  const DepthwiseStrip strip(layer, scratch);
  for_each_strip(layer, strip, input, output,
                 [&](const DepthwiseRows& rows, int32_t group, int32_t group_channels, int8_t* place) {
                   int32_t channel = group * layer.depth_multiplier;
                   for (int32_t i = 0; i < group_channels; ++i) {
                     for (int32_t k = layer.depth_multiplier; k > 0; --k, ++channel)
                       compute(&rows, scratch + 2 * i, weights + 9 * channel, channels + channel, place + channel);
                   }
                 });
}

}  // namespace bitstill::ops
