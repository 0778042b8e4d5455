// A positive number of any size in two integers: energies span 10^-12 to 10^6, more than 32 bits hold.
//
// Plain C++17 without floats or library; copied as it stands into modules that need it.
#pragma once

#include "fixed_point.h"

namespace bitstill::features {

// mantissa * 2^exponent; the mantissa's uppermost bit is set, or all is 0.
struct Level {
  uint32_t mantissa;
  int32_t exponent;
};

inline Level make_level(uint32_t mantissa, int32_t exponent) noexcept {
  if (mantissa == 0) return {0, 0};
  const int32_t zeros = leading_zeros(mantissa);
  return {mantissa << zeros, exponent - zeros};
}

// a + b, rounded down to 31 bits.
inline Level add(Level a, Level b) noexcept {
  if (a.mantissa == 0) return b;
  if (b.mantissa == 0) return a;
  if (a.exponent < b.exponent) {
    const Level larger = b;
    b = a;
    a = larger;
  }
  const int32_t distance = a.exponent - b.exponent;
  if (distance >= 31) return a;
  return make_level((a.mantissa >> 1) + (b.mantissa >> (distance + 1)), a.exponent + 1);
}

// level * factor / 2^16, rounded down; 0 <= factor < 2^16.
inline Level scaled(Level level, uint32_t factor) noexcept {
  return make_level((level.mantissa >> 16) * factor + (((level.mantissa & 0xffff) * factor) >> 16), level.exponent);
}

}  // namespace bitstill::features
