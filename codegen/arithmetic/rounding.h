// The only place that rounds: TFLite Micro's double-rounding requantisation, for the host and the device alike.
//
// Plain C++17 without floats or library; copied as it stands into every emitted module.
#pragma once

#include <stdint.h>

namespace bitstill::arithmetic {

// A positive real factor as multiplier * 2^(shift - 31), the multiplier in [2^30, 2^31 - 1] or 0.
struct Scale {
  int32_t multiplier;
  int32_t shift;
};

// One scale for every channel, indexed as an array of scales would be.
struct UniformScale {
  Scale scale;
  constexpr Scale operator[](int32_t) const noexcept { return scale; }
};

// a * b / 2^31, rounded to nearest, ties upwards. Not for a = b = INT32_MIN, the one product that does not fit; here b
// is always a scale's multiplier or a fixed-point value above -1.
inline int32_t high_multiply(int32_t a, int32_t b) noexcept {
  return static_cast<int32_t>((static_cast<int64_t>(a) * b + (1 << 30)) >> 31);
}

// x / 2^exponent, rounded to nearest, ties away from zero; 0 <= exponent <= 31.
inline int32_t rounding_divide_by_power_of_two(int32_t x, int32_t exponent) noexcept {
  const int32_t mask = static_cast<int32_t>((uint32_t{1} << exponent) - 1);
  const int32_t remainder = x & mask;
  const int32_t threshold = (mask >> 1) + (x < 0 ? 1 : 0);
  return (x >> exponent) + (remainder > threshold ? 1 : 0);
}

// x * 2^exponent, wrapping; 0 <= exponent <= 31.
inline int32_t shift_left(int32_t x, int32_t exponent) noexcept {
  return static_cast<int32_t>(static_cast<uint32_t>(x) << exponent);
}

// x times the scale: rounds twice, once in the product and once in the shift, as TFLite Micro does.
inline int32_t multiply(int32_t x, Scale scale) noexcept {
  if (scale.shift >= 0) return high_multiply(shift_left(x, scale.shift), scale.multiplier);
  // Half away from zero: half upwards of what negative values are one less of. The product cannot be INT32_MIN.
  const int32_t product = high_multiply(x, scale.multiplier);
  const int32_t nudged = product + (product >> 31);
  return ((nudged >> (-scale.shift - 1)) + 1) >> 1;
}

inline int32_t clamp(int32_t x, int32_t low, int32_t high) noexcept { return x < low ? low : x > high ? high : x; }

}  // namespace bitstill::arithmetic
