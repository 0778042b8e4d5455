// Depthwise convolution with a kernel of any size for the ESP32, whose MAC16 unit multiplies two times 16 bits and
// loads the next two in one instruction.
//
// One channel is widened into a strip at a time (depthwise_conv_2d_strip_esp32.h). The rows under the window are words
// one behind the other there, so that two columns of the kernel meet two columns of the image as one run of words. The
// weights are widened in the same order: a run for each two columns, filled up with zeros to an even number of words;
// and once more for windows that begin with the upper half of a word, with a zero in front of each row. They lie one
// half late, which gives the assembly's schedule (depthwise_conv_2d_any_esp32.S). On other cores the plain C++ below
// computes the same from the same memory.
#pragma once

#include "codegen/ops/depthwise_conv_2d/kernel_strip_esp32.h"

namespace bitstill::ops {

// How windows meet the strip. The assembly knows the order of the fields.
struct DepthwiseRuns {
  int32_t row_bytes;    // of the strip, from row to row of the outputs
  int32_t stride;       // columns from output to output
  int32_t fours;        // products of a run, divided by 4
  int32_t even_runs;    // of a window that begins with the lower half of a word
  int32_t odd_runs;     // and with the upper one
  const int16_t* even;  // the weights of either
  const int16_t* odd;
};

#if BITSTILL_MAC16
extern "C" void bitstill_esp32_depthwise_any(const DepthwiseRows* rows, const int16_t* strip, const DepthwiseRuns* runs,
                                             const Esp32Channel* channel, int8_t* output);
inline void depthwise_any_channel(const DepthwiseRows& rows, const int16_t* strip, const DepthwiseRuns& runs,
                                  const Esp32Channel& channel, int8_t* output) noexcept {
  bitstill_esp32_depthwise_any(&rows, strip, &runs, &channel, output);
}
#else
inline void depthwise_any_channel(const DepthwiseRows& rows, const int16_t* strip, const DepthwiseRuns& runs,
                                  const Esp32Channel& channel, int8_t* output) noexcept {
  const Esp32Requantization requantize(channel, rows.zero_point_and_half);
  for (const int8_t* const end = output + rows.output_bytes; output != end; strip += runs.row_bytes / 2) {
    for (int32_t x = 0; x < rows.width; ++x, output += rows.step) {
      const int32_t column = x * runs.stride;
      const int16_t* run = strip + (column >> 1) * (rows.pitch / 2);
      const int16_t* weight = (column & 1) == 0 ? runs.even : runs.odd;
      auto sum = static_cast<uint32_t>(channel.bias);
      for (int32_t i = (column & 1) == 0 ? runs.even_runs : runs.odd_runs; i > 0; --i, run += rows.pitch / 2) {
        for (int32_t tap = 0; tap < 4 * runs.fours; ++tap) sum += static_cast<uint32_t>(run[tap] * *++weight);
      }
      const int32_t value = requantize(static_cast<int32_t>(sum));
      *output = static_cast<int8_t>(arithmetic::clamp(value, rows.minimum, rows.maximum));
    }
  }
}
#endif

// The runs of one output channel's weights, whose kernel's column 0 meets half `first` of the first word; one half
// late.
inline void widen_runs(const DepthwiseConv2DEsp32& layer, const int8_t* weights, int32_t first, int32_t runs,
                       int32_t fours, int16_t* to) noexcept {
  for (int32_t column = -first; runs > 0; --runs, column += 2) {
    for (int32_t row = 0; row < 2 * fours; ++row) {
      for (int32_t half = column; half < column + 2; ++half) {
        const bool inside = row < layer.kernel_height && half >= 0 && half < layer.kernel_width;
        *++to = inside ? weights[row * layer.kernel_width + half] : int16_t{0};
      }
    }
  }
}

// `scratch` has room for the strip and what the generator says the runs need; weights are [output channel][kernel
// height][kernel width].
inline void depthwise_conv_2d_any_esp32(const DepthwiseConv2DEsp32& layer, const int8_t* input, const int8_t* weights,
                                        const Esp32Channel* channels, int16_t* scratch, int8_t* output) noexcept {
  const DepthwiseStrip strip(layer, scratch);
  const int32_t fours = (layer.kernel_height + 1) / 2;
  const int32_t even_runs = (layer.kernel_width + 1) / 2;
  const int32_t odd_runs = layer.kernel_width / 2 + 1;
  int16_t* const even = strip.end() + 4;  // the strip's last run may be read two words further
  int16_t* const odd = even + 4 * fours * even_runs + 4;
  const DepthwiseRuns runs = {4 * layer.stride_height, layer.stride_width, fours, even_runs, odd_runs, even, odd};
  const int32_t taps = layer.kernel_height * layer.kernel_width;
  for_each_strip(layer, strip, input, output, [&](const DepthwiseRows& rows, int32_t group, int32_t, int8_t* place) {
    int32_t channel = group * layer.depth_multiplier;
    for (int32_t k = layer.depth_multiplier; k > 0; --k, ++channel) {
      widen_runs(layer, weights + channel * taps, 0, even_runs, fours, even);
      if (layer.stride_width % 2 != 0) widen_runs(layer, weights + channel * taps, 1, odd_runs, fours, odd);
      depthwise_any_channel(rows, scratch, runs, channels[channel], place + channel);
    }
  });
}

}  // namespace bitstill::ops
