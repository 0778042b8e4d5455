// Transposed convolution: each input pixel, times the kernel, is added to the output where the kernel lands.
//
// Computed the other way round: for each output pixel, the taps that reach it (one of every `stride` in either
// direction) and the input pixels they come from. So a sum is complete when it is begun, and nothing but one patch is
// kept: the input pixels that reach the output pixel, less the zero point, widened to int16. Weights are stored plus
// 128 (Xtensa loads bytes only unsigned); 128 * the sum of the patch is taken off at the start. Three channels are
// computed at a time, so that each value of the patch is loaded once for three products.
#pragma once

#include "codegen/arithmetic/rounding.h"

namespace bitstill::ops {

struct TransposeConv {
  int32_t input_height, input_width, input_channels;
  int32_t output_height, output_width, output_channels;
  int32_t kernel_height, kernel_width;
  int32_t stride_height, stride_width;
  int32_t pad_top, pad_left;  // rows and columns of the first pixel's kernel that land outside the output
  int32_t input_zero_point;
  int32_t output_zero_point;
  int32_t minimum;  // the fused activation, on the output's grid
  int32_t maximum;
};

// The taps of one axis that reach one place of the output: tap, tap + stride, ..., from the input's place, place - 1,
// ...
struct Reach {
  int32_t tap, place, count;

  // `at` counts from the first place that the kernel can reach.
  Reach(int32_t at, int32_t kernel, int32_t stride, int32_t input_size) noexcept
      : tap(at % stride), place(at / stride), count(0) {
    if (place >= input_size) {
      tap += (place - input_size + 1) * stride;
      place = input_size - 1;
    }
    for (int32_t next = tap; next < kernel && count <= place; next += stride) ++count;
  }
};

// Copies the input pixels in reach; returns their sum.
inline int32_t gather_reach(const TransposeConv& layer, const int8_t* input, const Reach& rows, const Reach& columns,
                            int16_t* patch) noexcept {
  const int32_t channels = layer.input_channels;
  int32_t sum = 0;
  for (int32_t j = 0; j < rows.count; ++j) {
    const int8_t* pixel = input + ((rows.place - j) * layer.input_width + columns.place) * channels;
    for (int32_t i = columns.count; i > 0; --i, pixel -= channels) {
      for (int32_t c = 0; c < channels; ++c) {
        const int32_t value = pixel[c] - layer.input_zero_point;
        *patch++ = static_cast<int16_t>(value);
        sum += value;
      }
    }
  }
  return sum;
}

inline int8_t transpose_conv_output(const TransposeConv& layer, arithmetic::Scale scale, uint32_t sum) noexcept {
  const int32_t value = arithmetic::multiply(static_cast<int32_t>(sum), scale) + layer.output_zero_point;
  return static_cast<int8_t>(arithmetic::clamp(value, layer.minimum, layer.maximum));
}

// All channels of one output pixel. Sums wrap modulo 2^32 on the way; the generator made sure that each final one fits.
template <class Weights, class Scales>
void transpose_conv_pixel(const TransposeConv& layer, const Reach& rows, const Reach& columns, const int16_t* patch,
                          int32_t patch_sum, Weights weights, const int32_t* bias, Scales scales,
                          int8_t* output) noexcept {
  const int32_t channels = layer.input_channels;
  const int32_t filter = layer.kernel_height * layer.kernel_width * channels;
  const int32_t column_step = (layer.stride_width - 1) * channels;
  const int32_t row_step = (layer.stride_height * layer.kernel_width - columns.count * layer.stride_width) * channels;
  const int32_t last = layer.output_channels - 1;
  const uint32_t offset = static_cast<uint32_t>(patch_sum) * 128;
  weights += (rows.tap * layer.kernel_width + columns.tap) * channels;
  for (int32_t channel0 = 0; channel0 <= last; channel0 += 3) {
    // Where the channels are no multiple of three, the last block computes some twice.
    const int32_t channel1 = channel0 < last ? channel0 + 1 : last;
    const int32_t channel2 = channel1 < last ? channel1 + 1 : last;
    Weights weights0 = weights + channel0 * filter;
    Weights weights1 = weights + channel1 * filter;
    Weights weights2 = weights + channel2 * filter;
    uint32_t sum0 = static_cast<uint32_t>(bias[channel0]) - offset;
    uint32_t sum1 = static_cast<uint32_t>(bias[channel1]) - offset;
    uint32_t sum2 = static_cast<uint32_t>(bias[channel2]) - offset;
    const int16_t* value = patch;
    for (int32_t j = rows.count; j > 0; --j) {
      for (int32_t i = columns.count; i > 0; --i) {
        for (int32_t c = channels; c > 0; --c) {
          const int32_t x = *value++;
          sum0 += static_cast<uint32_t>(x * *weights0++);
          sum1 += static_cast<uint32_t>(x * *weights1++);
          sum2 += static_cast<uint32_t>(x * *weights2++);
        }
        weights0 += column_step;
        weights1 += column_step;
        weights2 += column_step;
      }
      weights0 += row_step;
      weights1 += row_step;
      weights2 += row_step;
    }
    output[channel0] = transpose_conv_output(layer, scales[channel0], sum0);
    output[channel1] = transpose_conv_output(layer, scales[channel1], sum1);
    output[channel2] = transpose_conv_output(layer, scales[channel2], sum2);
  }
}

// `patch` has room for the input pixels that reach one output pixel: kernel / stride, rounded up, in either direction.
// Weights is anything that is advanced and read like `const uint8_t*`, filter after filter; Scales is indexed by
// channel.
template <class Weights, class Scales>
void transpose_conv(const TransposeConv& layer, const int8_t* input, Weights weights, const int32_t* bias,
                    Scales scales, int16_t* patch, int8_t* output) noexcept {
  for (int32_t y = 0; y < layer.output_height; ++y) {
    const Reach rows(y + layer.pad_top, layer.kernel_height, layer.stride_height, layer.input_height);
    for (int32_t x = 0; x < layer.output_width; ++x, output += layer.output_channels) {
      const Reach columns(x + layer.pad_left, layer.kernel_width, layer.stride_width, layer.input_width);
      const int32_t sum = gather_reach(layer, input, rows, columns, patch);
      transpose_conv_pixel(layer, rows, columns, patch, sum, weights, bias, scales, output);
    }
  }
}

}  // namespace bitstill::ops
