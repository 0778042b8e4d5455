// Convolution: output[y][x][c] = clamp(scale[c] * (bias[c] + weights[c] . patch(y, x)) + zero point).
//
// Pixels are computed four at a time, and of all four two channels at a time, so that six loads serve eight products:
// as many sums as sixteen registers hold. The four patches are gathered first, interleaved (tap 0 of all four, tap 1 of
// all four, ...): the products' loop then knows neither borders nor strides, and the output may be written over the
// input. Weights are interleaved by pairs of channels, so that one pointer walks both.
// Weights and patches are stored plus 128, because Xtensa loads bytes only unsigned. 128 * the sum of the patch, which
// the weights' 128 adds, is taken off at the start; the patches' 128 counts as part of the input's zero point. Taps
// outside the image are the zero point; what that adds to a sum is folded into the bias, as if they were taps like any
// other.
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

constexpr int32_t kBlockPixels = 4;  // computed at a time

// Every fourth place of four patches.
class Patch {
 public:
  explicit Patch(uint8_t* first) noexcept : next_(first) {}

  void copy(const int8_t* from, int32_t count) noexcept {
    for (; count >= 4; count -= 4, from += 4, next_ += 4 * kBlockPixels) {
      put(from[0], 0);
      put(from[1], kBlockPixels);
      put(from[2], 2 * kBlockPixels);
      put(from[3], 3 * kBlockPixels);
    }
    for (; count > 0; --count, next_ += kBlockPixels) put(*from++, 0);
  }

  void fill(int32_t value, int32_t count) noexcept {
    for (; count > 0; --count, next_ += kBlockPixels) put(value, 0);
  }

  uint32_t sum() const noexcept { return sum_; }

 private:
  void put(int32_t value, int32_t place) noexcept {
    const auto offset = static_cast<uint8_t>(value ^ 128);
    next_[place] = offset;
    sum_ += offset;
    arithmetic::settle(sum_);
  }

  uint8_t* next_;
  uint32_t sum_ = 0;
};

// Row and column of a window's first tap; both may be outside the image.
struct WindowPlace {
  int32_t top, left;

  void advance(const Conv2D& layer) noexcept {
    left += layer.stride_width;
    if (left + layer.pad_left < layer.output_width * layer.stride_width) return;
    left = -layer.pad_left;
    top += layer.stride_height;
  }
};

// Gathers the patch of one group; returns its sum. `input` begins at the group's first channel. Not inlined, so that
// its loops have all registers to themselves.
[[gnu::noinline]] inline uint32_t gather_patch(const Conv2D& layer, const int8_t* input, const WindowPlace& place,
                                               uint8_t* patches) noexcept {
  // Taps [first, last) of each kernel row lie inside the image.
  int32_t first = 0;
  while (first < layer.kernel_width && place.left + first * layer.dilation_width < 0) ++first;
  int32_t last = layer.kernel_width;
  while (last > first && place.left + (last - 1) * layer.dilation_width >= layer.input_width) --last;

  const int32_t channels = layer.group_channels;
  const int32_t step = layer.dilation_width * layer.input_channels;
  const bool joined = step == channels;  // a row's taps lie side by side
  const int32_t runs = joined ? 1 : last - first;
  const int32_t run_length = joined ? (last - first) * channels : channels;
  Patch patch(patches);
  int32_t top = place.top;
  for (int32_t ky = layer.kernel_height; ky > 0; --ky, top += layer.dilation_height) {
    int32_t behind = layer.kernel_width;
    if (top >= 0 && top < layer.input_height) {
      patch.fill(layer.input_zero_point, first * channels);
      const int32_t pixel = top * layer.input_width + place.left;
      const int8_t* run = input + (pixel * layer.input_channels + first * step);
      for (int32_t i = runs; i > 0; --i, run += step) patch.copy(run, run_length);
      behind -= last;
    }
    patch.fill(layer.input_zero_point, behind * channels);
  }
  return patch.sum();
}

// Sums of four pixels (a, b, c, d) times two output channels (0, 1). They wrap on the way; the generator made sure that
// each final one fits.
struct BlockSums {
  uint32_t a0, b0, c0, d0;
  uint32_t a1, b1, c1, d1;

  void add_products(const uint8_t* patches, uint32_t weight0, uint32_t weight1) noexcept {
    add_product(patches[0], weight0, weight1, a0, a1);
    add_product(patches[1], weight0, weight1, b0, b1);
    add_product(patches[2], weight0, weight1, c0, c1);
    add_product(patches[3], weight0, weight1, d0, d1);
  }

 private:
  static void add_product(uint32_t value, uint32_t weight0, uint32_t weight1, uint32_t& sum0, uint32_t& sum1) noexcept {
    sum0 += value * weight0;
    sum1 += value * weight1;
    arithmetic::settle(sum0);
    arithmetic::settle(sum1);
  }
};

// Of four patches: what the weights' 128 adds to their sums, and the sums with two channels.
struct Block {
  uint32_t offsets[kBlockPixels];
  uint32_t sums[2 * kBlockPixels];  // of the first channel, then of the second

  BlockSums start(int32_t bias0, int32_t bias1) const noexcept {
    const auto start0 = static_cast<uint32_t>(bias0);
    const auto start1 = static_cast<uint32_t>(bias1);
    return {start0 - offsets[0], start0 - offsets[1], start0 - offsets[2], start0 - offsets[3],
            start1 - offsets[0], start1 - offsets[1], start1 - offsets[2], start1 - offsets[3]};
  }

  void keep(const BlockSums& of) noexcept {
    sums[0] = of.a0;
    sums[1] = of.b0;
    sums[2] = of.c0;
    sums[3] = of.d0;
    sums[4] = of.a1;
    sums[5] = of.b1;
    sums[6] = of.c1;
    sums[7] = of.d1;
  }
};

// The sums of four patches with the weights of two channels; or, twice, with those of one that is left alone, whose
// weights are not interleaved. Not inlined, so that its loop has all registers to itself.
template <class Weights>
[[gnu::noinline]] void multiply_block(const uint8_t* patches, Weights weights, int32_t taps, const int32_t* bias,
                                      int32_t channels, Block& block) noexcept {
  BlockSums sums = block.start(bias[0], bias[channels - 1]);
  if (channels == 2) {
    for (; taps >= 8; taps -= 8, patches += 8 * kBlockPixels, weights += 16) {
      sums.add_products(patches, weights[0], weights[1]);
      sums.add_products(patches + kBlockPixels, weights[2], weights[3]);
      sums.add_products(patches + 2 * kBlockPixels, weights[4], weights[5]);
      sums.add_products(patches + 3 * kBlockPixels, weights[6], weights[7]);
      sums.add_products(patches + 4 * kBlockPixels, weights[8], weights[9]);
      sums.add_products(patches + 5 * kBlockPixels, weights[10], weights[11]);
      sums.add_products(patches + 6 * kBlockPixels, weights[12], weights[13]);
      sums.add_products(patches + 7 * kBlockPixels, weights[14], weights[15]);
    }
  }
  for (; taps > 0; --taps, patches += kBlockPixels, weights += channels)
    sums.add_products(patches, weights[0], weights[channels - 1]);
  block.keep(sums);
}

// One channel of `pixels` neighbouring pixels, from their sums. Not inlined, so that it has all registers to itself.
[[gnu::noinline]] inline void finish_channel(const Conv2D& layer, arithmetic::Scale scale, const uint32_t* sums,
                                             int32_t pixels, int8_t* output) noexcept {
  const int32_t zero_point = layer.output_zero_point, minimum = layer.minimum, maximum = layer.maximum;
  const int32_t step = layer.output_channels;
  for (; pixels > 0; --pixels, output += step) {
    const int32_t value = arithmetic::multiply(static_cast<int32_t>(*sums++), scale) + zero_point;
    *output = static_cast<int8_t>(arithmetic::clamp(value, minimum, maximum));
  }
}

// `patches` has room for four patches of kernel height * kernel width * group channels.
// Weights is anything that is advanced and indexed like `const uint8_t*`: [pair of a group's channels][tap][channel of
// the pair], then the row of a channel left alone; Scales is indexed by channel.
template <class Weights, class Scales>
void conv_2d(const Conv2D& layer, const int8_t* input, Weights weights, const int32_t* bias, Scales scales,
             uint8_t* patches, int8_t* output) noexcept {
  const int32_t taps = layer.kernel_height * layer.kernel_width * layer.group_channels;
  WindowPlace place = {-layer.pad_top, -layer.pad_left};
  Block block = {};
  for (int32_t left = layer.output_height * layer.output_width; left > 0; left -= kBlockPixels) {
    const int32_t pixels = left < kBlockPixels ? left : kBlockPixels;  // the others' sums are computed, but not used
    WindowPlace next = place;
    const int8_t* group = input;
    Weights rows = weights;
    for (int32_t channel = 0; channel < layer.output_channels; group += layer.group_channels) {
      next = place;
      for (int32_t i = 0; i < pixels; ++i, next.advance(layer))
        block.offsets[i] = 128 * gather_patch(layer, group, next, patches + i);
      const int32_t end = channel + layer.group_outputs;
      while (channel < end) {
        const int32_t channels = channel + 1 < end ? 2 : 1;
        multiply_block(patches, rows, taps, bias + channel, channels, block);
        rows += channels * taps;
        for (int32_t i = 0; i < channels; ++i, ++channel)
          finish_channel(layer, scales[channel], block.sums + i * kBlockPixels, pixels, output + channel);
      }
    }
    place = next;
    output += kBlockPixels * layer.output_channels;
  }
}

}  // namespace bitstill::ops
