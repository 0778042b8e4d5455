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

// The same as high_multiply, from four products of 16 bits by 16: for cores whose multiplier gives no upper half. No
// term overflows: each product stays 2^16 below 2^31, and the uppermost wraps as the whole does.
inline int32_t high_multiply_by_halves(int32_t a, int32_t b) noexcept {
  const int32_t a_high = a >> 16;
  const int32_t b_high = b >> 16;
  const uint32_t a_low = static_cast<uint32_t>(a) & 0xffff;
  const uint32_t b_low = static_cast<uint32_t>(b) & 0xffff;
  const int32_t left = a_high * static_cast<int32_t>(b_low) + (1 << 14);
  const int32_t right = static_cast<int32_t>(a_low) * b_high + static_cast<int32_t>((a_low * b_low) >> 16);
  const int32_t middle = (left >> 15) + ((right + (left & 0x7fff)) >> 15);
  return static_cast<int32_t>(2 * static_cast<uint32_t>(a_high * b_high) + static_cast<uint32_t>(middle));
}

// a * b / 2^31, rounded to nearest, ties upwards. Not for a = b = INT32_MIN, the one product that does not fit; here b
// is always a scale's multiplier or a fixed-point value above -1.
inline int32_t high_multiply(int32_t a, int32_t b) noexcept {
#ifdef __XTENSA_CALL0_ABI__  // the ESP8266's core: a 64-bit product would be a call
  asm("" : "+r"(b));         // products with the halves of a known constant would be spelled as shifts and sums
  return high_multiply_by_halves(a, b);
#else
  // Twice the upper half and the lower half's first bit, which its second bit rounds.
  const int64_t product = static_cast<int64_t>(a) * b;
  const auto low = static_cast<uint32_t>(product);
  return 2 * static_cast<int32_t>(product >> 32) + static_cast<int32_t>(((low >> 30) + 1) >> 1);
#endif
}

// x / 2^exponent, rounded to nearest, ties away from zero; 0 <= exponent <= 31.
inline int32_t rounding_divide_by_power_of_two(int32_t x, int32_t exponent) noexcept {
  const int32_t mask = static_cast<int32_t>((uint32_t{1} << exponent) - 1);
  const int32_t remainder = x & mask;
  const int32_t threshold = (mask >> 1) + (x < 0 ? 1 : 0);
  return (x >> exponent) + (remainder > threshold ? 1 : 0);
}

// What a sum of products with offset weights stands for: wraps on the way, where only the result has to fit.
inline int32_t without_offset(int32_t bias, int32_t sum, int32_t offset) noexcept {
  return static_cast<int32_t>(static_cast<uint32_t>(bias) + static_cast<uint32_t>(sum) - static_cast<uint32_t>(offset));
}

// x * 2^exponent, wrapping; 0 <= exponent <= 31.
inline int32_t shift_left(int32_t x, int32_t exponent) noexcept {
  return static_cast<int32_t>(static_cast<uint32_t>(x) << exponent);
}

// x times the scale: rounds twice, once in the product and once in the shift, as TFLite Micro does.
inline int32_t multiply(int32_t x, Scale scale) noexcept {
  if (__builtin_expect(scale.shift >= 0, 0)) return high_multiply(shift_left(x, scale.shift), scale.multiplier);
  // Half away from zero: half upwards of what negative values are one less of. The product cannot be INT32_MIN.
  const int32_t product = high_multiply(x, scale.multiplier);
  const int32_t nudged = product + (product >> 31);
  return ((nudged >> (-scale.shift - 1)) + 1) >> 1;
}

// The same for |x| < 2^29 and -30 <= scale.shift <= 0, without a branch: halves are one bit of twice the product.
inline int32_t multiply_below_one(int32_t x, Scale scale) noexcept {
  const int32_t product = high_multiply(x, scale.multiplier);
  return (2 * product + (1 << -scale.shift) + (product >> 31)) >> (1 - scale.shift);
}

inline int32_t clamp(int32_t x, int32_t low, int32_t high) noexcept { return x < low ? low : x > high ? high : x; }

}  // namespace bitstill::arithmetic
