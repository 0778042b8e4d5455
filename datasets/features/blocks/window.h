// From a window's samples to the FFT's input: the mean taken away, pre-emphasis, the window function, and as much gain
// as fits.
//
// The gain is a power of two chosen for each frame by its loudest sample (block floating point), so that a whisper
// fills the FFT's 32 bits as a shout does. No second pass looks for that sample: the one that sums up the mean also
// finds the lowest and the highest.
//
// Plain C++17 without floats or library; copied as it stands into modules that need it.
#pragma once

#include "fixed_point.h"

namespace bitstill::features {

struct Complex {
  int32_t real;
  int32_t imaginary;
};

struct WindowTable {
  const int16_t* weights;  // Q15, one per sample
  int32_t samples;         // an even number, at most as many as the FFT takes
  int32_t log2_points;     // complex points of the FFT: half of its size
  bool remove_dc;
  int32_t pre_emphasis;  // Q15; 0: none
};

// Counts down with the bits read backwards: leading zeros become ones and the one after them, which there must be, a
// zero.
inline uint32_t previous_reversed(uint32_t x) noexcept {
  return x ^ static_cast<uint32_t>(INT32_MIN >> leading_zeros(x));
}

// Each pair of samples becomes a complex number, at the place where the FFT wants it: in bit-reversed order. Returns
// the exponent: a sample at full scale is 1, and a value in `points` stands for value * 2^exponent. |values| < 2^27.
inline int32_t apply_window(const WindowTable& table, const int16_t* samples, Complex* points) noexcept {
  constexpr int32_t kMeanBits = 10;  // fraction bits of the mean
  int32_t sum = 0, low = 0, high = 0;
  if (table.remove_dc) low = high = samples[0];
  for (const int16_t *sample = samples, *end = samples + table.samples; sample < end; ++sample) {
    const int32_t x = *sample;
    sum += x;
    if (x < low) low = x;
    if (x > high) high = x;
  }
  int32_t mean = 0;
  if (table.remove_dc) {
    const int32_t whole = sum / table.samples;
    const int32_t rest = sum - whole * table.samples;
    mean = shift_left(whole, kMeanBits) + shift_left(rest, kMeanBits) / table.samples;
  }
  const int32_t above = shift_left(high, kMeanBits) - mean;
  const int32_t below = mean - shift_left(low, kMeanBits);
  // A difference of two samples is at most twice as large. The lowest bit stands in for silence.
  const auto reach = static_cast<uint32_t>((above > below ? above : below) << (table.pre_emphasis != 0 ? 1 : 0));
  const int32_t gain = leading_zeros(reach | (1u << kMeanBits)) - 4;  // to below 2^28, which the window halves
  const int32_t shift = kMeanBits + gain;

  // The difference fits where the two that are subtracted may not: unsigned numbers wrap and come back.
  const uint32_t offset = static_cast<uint32_t>(mean) << gain;
  const auto amplified = [=](int32_t x) { return static_cast<int32_t>((static_cast<uint32_t>(x) << shift) - offset); };
  const auto windowed = [=](int32_t i) {
    int32_t x = amplified(samples[i]);
    if (table.pre_emphasis != 0) x -= 2 * half_product(amplified(samples[i == 0 ? 0 : i - 1]), table.pre_emphasis);
    return half_product(x, table.weights[i]);
  };
  uint32_t reversed = UINT32_MAX;
  const int32_t reversed_shift = 32 - table.log2_points;
  int32_t i = 2 << table.log2_points;
  for (; i > table.samples; i -= 2) {
    points[reversed >> reversed_shift] = {0, 0};
    reversed = previous_reversed(reversed);
  }
  for (; i > 0; i -= 2) {
    points[reversed >> reversed_shift] = {windowed(i - 2), windowed(i - 1)};
    reversed = previous_reversed(reversed);
  }
  return -(15 + shift - 1);
}

}  // namespace bitstill::features
