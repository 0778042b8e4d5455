// Rounding in 16-bit fixed point, as HARD_SWISH needs it. Host only.
#pragma once

#include <cstdint>

#include "codegen/arithmetic/rounding.h"

namespace bitstill::arithmetic {

// x limited to 16 bits.
inline int32_t saturate_16(int64_t x) {
  return static_cast<int32_t>(x < INT16_MIN ? INT16_MIN : x > INT16_MAX ? INT16_MAX : x);
}

// The upper 16 bits of a 32-bit multiplier, rounded to nearest, ties upwards, at most INT16_MAX.
inline int32_t multiplier_16(int32_t multiplier) {
  return saturate_16((static_cast<int64_t>(multiplier) + (1 << 15)) >> 16);
}

// a * b / 2^15 of 16-bit values, rounded to nearest, ties upwards. Not for a = b = INT16_MIN.
inline int32_t high_multiply_16(int32_t a, int32_t b) { return (a * b + (1 << 14)) >> 15; }

// The same, rounded towards zero.
inline int32_t truncating_high_multiply_16(int32_t a, int32_t b) { return a * b / (1 << 15); }

}  // namespace bitstill::arithmetic
