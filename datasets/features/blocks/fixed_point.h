// The fixed-point steps that every block is made of: here the front-end rounds and saturates, and nowhere else.
//
// Plain C++17 without floats or library; copied as it stands into modules that need it. Qn: n fraction bits.
#pragma once

#include <stdint.h>

#include "codegen/arithmetic/rounding.h"

namespace bitstill::features {

using arithmetic::clamp;
using arithmetic::shift_left;

// a * factor / 2^16, rounded down: with a factor in Q15, half of the product, so that two of them add without overflow.
inline int32_t half_product(int32_t a, int32_t factor) noexcept {
#ifdef __XTENSA_CALL0_ABI__  // the ESP8266's core: a 64-bit product would be a call
  return (a >> 16) * factor + ((static_cast<int32_t>(a & 0xffff) * factor) >> 16);
#else
#ifdef __XTENSA__  // one instruction, MULSH, unless the compiler finds that `a` is not negative and goes about it oddly
  asm("" : "+r"(a));
#endif
  return static_cast<int32_t>((static_cast<int64_t>(a) * shift_left(factor, 16)) >> 32);
#endif
}

// x / 2^shift, rounded to nearest, ties upwards; 0 <= shift <= 30, |x| <= 2^30.
inline int32_t rounding_shift_right(int32_t x, int32_t shift) noexcept { return (x + ((1 << shift) >> 1)) >> shift; }

inline int16_t saturate_to_int16(int32_t x) noexcept { return static_cast<int16_t>(clamp(x, INT16_MIN, INT16_MAX)); }

// How often x may be doubled before its uppermost bit is set; x > 0.
inline int32_t leading_zeros(uint32_t x) noexcept { return __builtin_clz(x); }

// |x|; x > INT32_MIN.
inline uint32_t magnitude(int32_t x) noexcept { return static_cast<uint32_t>(x < 0 ? -x : x); }

// Between two entries of a table: `position` in units of 1 / 65536 of an entry.
inline uint32_t interpolate(const uint16_t* table, uint32_t position) noexcept {
  const uint16_t* const entry = table + (position >> 16);
  const uint32_t fraction = (position & 0xffff) >> 1;  // Q15, so that the product fits
  return entry[0] + (((static_cast<uint32_t>(entry[1]) - entry[0]) * fraction) >> 15);
}

}  // namespace bitstill::features
