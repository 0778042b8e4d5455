// Convolution: output[y][x][c] = clamp(scale[c] * (bias[c] + weights[c] . patch(y, x)) + zero point).
//
// Pixels are computed two at a time, and for both two channels at a time, so that four loads serve four products. The
// two patches are gathered first, widened to int16 and interleaved (tap 0 of both, tap 1 of both, ...): the products'
// loop then knows neither borders nor strides nor signs of bytes, and the output may be written over the input.
// Taps outside the image are the input's zero point; what that adds to a sum is folded into the bias, as if they were
// taps like any other. Weights are stored plus 128 (Xtensa loads bytes only unsigned); 128 * the sum of the patch is
// taken off at the start.
#pragma once

#include "codegen/arithmetic/rounding.h"
#include "codegen/arithmetic/settle.h"

namespace bitstill::ops {

struct Conv2D {
  int32_t input_height, input_width;
  int32_t output_height, output_width;
  uint16_t input_channels, output_channels;
  uint16_t group_channels, group_outputs;  // the input channels that one output sees, and how many see the same
  int16_t kernel_height, kernel_width;
  int16_t stride_height, stride_width;
  int16_t dilation_height, dilation_width;
  int16_t pad_top, pad_left;
  int16_t input_zero_point;
  int16_t output_zero_point;
  int16_t minimum;  // the fused activation, on the output's grid
  int16_t maximum;
};

// Every second place of a pair of patches.
class Patch {
 public:
  explicit Patch(int16_t* first) noexcept : next(first) {}

  void copy(const int8_t* from, int32_t count) noexcept {
    for (; count >= 2; count -= 2, from += 2, next += 4) {
      put(from[0], 0);
      put(from[1], 2);
    }
    if (count > 0) {
      put(*from, 0);
      next += 2;
    }
  }

  void fill(int32_t value, int32_t count) noexcept {
    sum += value * count;
    for (; count > 0; --count, next += 2) *next = static_cast<int16_t>(value);
  }

  int32_t sum = 0;

 private:
  void put(int32_t value, int32_t place) noexcept {
    next[place] = static_cast<int16_t>(value);
    sum += value;
    arithmetic::settle(sum);
  }

  int16_t* next;
};

// Gathers the patch of one group whose first tap lies at row `top` and column `left`, which may be outside the image;
// returns its sum. `input` begins at the group's first channel.
inline int32_t gather_patch(const Conv2D& layer, const int8_t* input, int32_t top, int32_t left,
                            int16_t* patches) noexcept {
  // Taps [first, last) of each kernel row lie inside the image.
  int32_t first = 0;
  while (first < layer.kernel_width && left + first * layer.dilation_width < 0) ++first;
  int32_t last = layer.kernel_width;
  while (last > first && left + (last - 1) * layer.dilation_width >= layer.input_width) --last;

  const int32_t channels = layer.group_channels;
  const int32_t step = layer.dilation_width * layer.input_channels;
  const int32_t row_taps = layer.kernel_width * channels;
  Patch patch(patches);
  for (int32_t ky = 0; ky < layer.kernel_height; ++ky, top += layer.dilation_height) {
    if (top < 0 || top >= layer.input_height) {
      patch.fill(layer.input_zero_point, row_taps);
      continue;
    }
    const int8_t* row = input + (top * layer.input_width + left) * layer.input_channels;
    patch.fill(layer.input_zero_point, first * channels);
    if (step == channels) {  // the taps lie side by side
      patch.copy(row + first * channels, (last - first) * channels);
    } else {
      for (int32_t kx = first; kx < last; ++kx) patch.copy(row + kx * step, channels);
    }
    patch.fill(layer.input_zero_point, (layer.kernel_width - last) * channels);
  }
  return patch.sum;
}

// Sums of two pixels (a, b) times two output channels (0, 1).
struct PixelPair {
  int32_t a0, a1, b0, b1;

  template <class Weights>
  void add_products(const int16_t* patches, Weights weights0, Weights weights1, int32_t tap) noexcept {
    const int32_t a = patches[2 * tap];
    const int32_t b = patches[2 * tap + 1];
    const int32_t weight0 = weights0[tap];
    const int32_t weight1 = weights1[tap];
    a0 += a * weight0;
    b0 += b * weight0;
    a1 += a * weight1;
    b1 += b * weight1;
    arithmetic::settle(a0);
    arithmetic::settle(b0);
    arithmetic::settle(a1);
    arithmetic::settle(b1);
  }
};

// All products of two patches and two rows of weights. Not inlined, so that its loop has all registers to itself.
template <class Weights>
[[gnu::noinline]] PixelPair multiply_patches(const int16_t* patches, Weights weights0, Weights weights1,
                                             int32_t taps) noexcept {
  PixelPair pair = {0, 0, 0, 0};
  for (; taps >= 8; taps -= 8, patches += 16, weights0 += 8, weights1 += 8) {
    pair.add_products(patches, weights0, weights1, 0);
    pair.add_products(patches, weights0, weights1, 1);
    pair.add_products(patches, weights0, weights1, 2);
    pair.add_products(patches, weights0, weights1, 3);
    pair.add_products(patches, weights0, weights1, 4);
    pair.add_products(patches, weights0, weights1, 5);
    pair.add_products(patches, weights0, weights1, 6);
    pair.add_products(patches, weights0, weights1, 7);
  }
  for (; taps > 0; --taps, patches += 2, ++weights0, ++weights1) pair.add_products(patches, weights0, weights1, 0);
  return {pair.a0, pair.a1, pair.b0, pair.b1};
}

// One channel of two pixels, from their sums. Not inlined, so that it has all registers to itself. Where there is one
// pixel only, both places are its own, and its value comes last.
[[gnu::noinline]] inline void finish_channel(const Conv2D& layer, arithmetic::Scale scale, int32_t sum_a, int32_t sum_b,
                                             int8_t* output_a, int8_t* output_b) noexcept {
  const int32_t b = arithmetic::multiply(sum_b, scale) + layer.output_zero_point;
  *output_b = static_cast<int8_t>(arithmetic::clamp(b, layer.minimum, layer.maximum));
  const int32_t a = arithmetic::multiply(sum_a, scale) + layer.output_zero_point;
  *output_a = static_cast<int8_t>(arithmetic::clamp(a, layer.minimum, layer.maximum));
}

// Output channels [channel, end) of two neighbouring pixels, or of the first alone. sum_a and sum_b: the sums of their
// patches; `weights` begins at the row of `channel`.
template <class Weights, class Scales>
void convolve_pair(const Conv2D& layer, const int16_t* patches, int32_t sum_a, int32_t sum_b, bool both,
                   Weights weights, const int32_t* bias, Scales scales, int32_t channel, int32_t end,
                   int8_t* output_a) noexcept {
  const int32_t taps = layer.kernel_height * layer.kernel_width * layer.group_channels;
  const int32_t offset_a = sum_a * 128;
  const int32_t offset_b = sum_b * 128;
  int8_t* output_b = both ? output_a + layer.output_channels : output_a;
  for (; channel < end; channel += 2) {
    // Where the number of channels is odd, the last block computes its channel twice.
    const bool alone = channel + 1 == end;
    const Weights next_weights = alone ? weights : weights + taps;
    const PixelPair sums = multiply_patches(patches, weights, next_weights, taps);
    weights = next_weights + taps;
    finish_channel(layer, scales[channel], arithmetic::without_offset(bias[channel], sums.a0, offset_a),
                   arithmetic::without_offset(bias[channel], sums.b0, offset_b), output_a + channel,
                   output_b + channel);
    if (alone) break;
    finish_channel(layer, scales[channel + 1], arithmetic::without_offset(bias[channel + 1], sums.a1, offset_a),
                   arithmetic::without_offset(bias[channel + 1], sums.b1, offset_b), output_a + channel + 1,
                   output_b + channel + 1);
  }
}

// `patches` has room for two patches of kernel height * kernel width * group channels.
// Weights is anything that is advanced and indexed like `const uint8_t*`, row after row; Scales is indexed by channel.
template <class Weights, class Scales>
void conv_2d(const Conv2D& layer, const int8_t* input, Weights weights, const int32_t* bias, Scales scales,
             int16_t* patches, int8_t* output) noexcept {
  const int32_t group_weights = layer.kernel_height * layer.kernel_width * layer.group_channels * layer.group_outputs;
  const int32_t right = layer.output_width * layer.stride_width - layer.pad_left;
  int32_t top = -layer.pad_top;
  int32_t left = -layer.pad_left;
  for (int32_t pixels = layer.output_height * layer.output_width; pixels > 0; pixels -= 2) {
    const bool both = pixels > 1;
    const int32_t top_a = top, left_a = left;
    left += layer.stride_width;
    if (left == right) {
      left = -layer.pad_left;
      top += layer.stride_height;
    }
    const int8_t* channels = input;
    Weights rows = weights;
    for (int32_t channel = 0; channel < layer.output_channels; channel += layer.group_outputs) {
      const int32_t sum_a = gather_patch(layer, channels, top_a, left_a, patches);
      const int32_t sum_b = both ? gather_patch(layer, channels, top, left, patches + 1) : 0;
      convolve_pair(layer, patches, sum_a, sum_b, both, rows, bias, scales, channel, channel + layer.group_outputs,
                    output);
      channels += layer.group_channels;
      rows += group_weights;
    }
    left += layer.stride_width;
    if (left == right) {
      left = -layer.pad_left;
      top += layer.stride_height;
    }
    output += 2 * layer.output_channels;
  }
}

}  // namespace bitstill::ops
