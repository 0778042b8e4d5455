// 1 / x in 32-bit fixed point by Newton's method, as gemmlowp computes it for softmax and logistic.
//
// Plain C++17 without floats or library; copied as it stands into modules that need it. Qm.n: m integer, n fraction
// bits.
#pragma once

#include "codegen/arithmetic/rounding.h"

namespace bitstill::arithmetic {

constexpr int32_t kOneQ2 = 1 << 29;

// x * 2^exponent, saturating instead of wrapping.
inline int32_t saturating_shift_left(int32_t x, int32_t exponent) noexcept {
  const int32_t limit = INT32_MAX >> exponent;
  if (x > limit) return INT32_MAX;
  if (x < -limit - 1) return INT32_MIN;
  return shift_left(x, exponent);
}

// 1 / d in Q2.29, where d = (1 + fraction) / 2 and fraction is Q0.31 in [0, 1): the result lies in [1, 2].
// Three Newton steps x += x * (1 - d * x) from the classical start 48/17 - 32/17 * d.
inline int32_t reciprocal_of_half_sum(int32_t fraction) noexcept {
  constexpr int32_t k48Over17 = 1515870810;        // Q2.29
  constexpr int32_t kMinus32Over17 = -1010580540;  // Q2.29
  const int32_t half_denominator = static_cast<int32_t>((static_cast<int64_t>(fraction) + INT32_MAX + 1) / 2);
  int32_t x = k48Over17 + high_multiply(half_denominator, kMinus32Over17);
  for (int step = 0; step < 3; ++step) {
    const int32_t error = kOneQ2 - high_multiply(half_denominator, x);
    x += saturating_shift_left(high_multiply(x, error), 2);
  }
  return x;
}

// 1 / (1 + fraction) in Q0.31; fraction is Q0.31 in [0, 1).
inline int32_t reciprocal_of_one_plus(int32_t fraction) noexcept {
  return saturating_shift_left(reciprocal_of_half_sum(fraction), 1);
}

}  // namespace bitstill::arithmetic
