// Pooling: every output is the largest or the mean of its channel's values in a window; taps outside the image count
// for nothing.
//
// A pixel's window is cut down to the image once; each channel then walks it from tap to tap, its result in a register.
// Nothing is written before it is final, and channel after channel reads only what it alone needs, so the output may
// be written over the input as the generator's plan says.
#pragma once

#include "codegen/arithmetic/division.h"
#include "codegen/arithmetic/rounding.h"

namespace bitstill::ops {

struct Pool2D {
  int32_t input_height, input_width, channels;
  int32_t output_height, output_width;
  int32_t kernel_height, kernel_width;
  int32_t stride_height, stride_width;
  int32_t pad_top, pad_left;
  int32_t minimum;  // the fused activation, on the output's grid
  int32_t maximum;
};

// What becomes of the values of one window of so many taps.
struct LargestOf {
  static constexpr int32_t kStart = -128;
  explicit LargestOf(int32_t) noexcept {}
  static int32_t join(int32_t so_far, int32_t value) noexcept { return value > so_far ? value : so_far; }
  static int32_t finish(int32_t largest) noexcept { return largest; }
};

struct MeanOf {
  static constexpr int32_t kStart = 0;
  explicit MeanOf(int32_t taps) noexcept : divisor(taps) {}
  static int32_t join(int32_t so_far, int32_t value) noexcept { return so_far + value; }
  int32_t finish(int32_t sum) const noexcept { return divisor.divide(sum); }
  arithmetic::MeanDivisor divisor;
};

// Places [first, last) of an axis that a window beginning at `begin` covers.
struct PoolSpan {
  int32_t first, last;
  PoolSpan(int32_t begin, int32_t kernel, int32_t size) noexcept
      : first(begin < 0 ? 0 : begin), last(begin + kernel > size ? size : begin + kernel) {}
  int32_t length() const noexcept { return last - first; }
};

template <class Result>
void pool_2d(const Pool2D& layer, const int8_t* input, int8_t* output) noexcept {
  const int32_t channels = layer.channels;
  const int32_t row_bytes = layer.input_width * channels;
  int32_t top = -layer.pad_top;
  for (int32_t y = layer.output_height; y > 0; --y, top += layer.stride_height) {
    const PoolSpan rows(top, layer.kernel_height, layer.input_height);
    int32_t left = -layer.pad_left;
    for (int32_t x = layer.output_width; x > 0; --x, left += layer.stride_width) {
      const PoolSpan columns(left, layer.kernel_width, layer.input_width);
      const Result result(rows.length() * columns.length());
      const int32_t width = columns.length() * channels;
      const int8_t* window = input + rows.first * row_bytes + columns.first * channels;
      for (int32_t channel = channels; channel > 0; --channel, ++window) {
        int32_t value = Result::kStart;
        const int8_t* row = window;
        for (int32_t remaining = rows.length(); remaining > 0; --remaining, row += row_bytes) {
          const int8_t* end = row + width;
          for (const int8_t* tap = row; tap != end; tap += channels) value = Result::join(value, *tap);
        }
        *output++ = static_cast<int8_t>(arithmetic::clamp(result.finish(value), layer.minimum, layer.maximum));
      }
    }
  }
}

}  // namespace bitstill::ops
