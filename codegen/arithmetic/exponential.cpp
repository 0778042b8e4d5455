#include "codegen/arithmetic/exponential.h"

#include "codegen/arithmetic/reciprocal.h"

namespace bitstill::arithmetic {
namespace {

constexpr int32_t kOneQ0 = INT32_MAX;
constexpr int32_t kHalfQ0 = 1 << 30;

// exp(a) in Q0.31 for a in [-1/4, 0): a Taylor polynomial of degree four around -1/8.
int32_t exp_near_zero(int32_t a) {
  constexpr int32_t kExpMinusOneEighth = 1895147668;
  constexpr int32_t kOneThird = 715827883;
  const int32_t x = a + (1 << 28);
  const int32_t x2 = high_multiply(x, x);
  const int32_t x3 = high_multiply(x2, x);
  const int32_t x4 = high_multiply(x2, x2);
  const int32_t x4_over_4 = rounding_divide_by_power_of_two(x4, 2);
  const int32_t tail = rounding_divide_by_power_of_two(high_multiply(x4_over_4 + x3, kOneThird) + x2, 1);
  return kExpMinusOneEighth + high_multiply(kExpMinusOneEighth, x + tail);
}

// (1 - fraction) / (1 + fraction) in Q0.31.
int32_t one_minus_over_one_plus(int32_t fraction) {
  return saturating_shift_left(reciprocal_of_half_sum(fraction) - kOneQ2, 2);
}

}  // namespace

int32_t exp_on_negative_values(int32_t a, int integer_bits) {
  if (a == 0) return kOneQ0;
  // exp(-2^k) in Q0.31 for k = -2 .. 4: the remainder's bits choose which of them multiply the result.
  constexpr int32_t kPowers[] = {1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242};
  const int fraction_bits = 31 - integer_bits;
  const int32_t quarter = 1 << (fraction_bits - 2);
  const int32_t a_modulo_quarter = (a & (quarter - 1)) - quarter;
  int32_t result = exp_near_zero(saturating_shift_left(a_modulo_quarter, integer_bits));
  const int32_t remainder = a_modulo_quarter - a;
  for (int k = -2; k < integer_bits && k <= 4; ++k) {
    if (remainder & shift_left(1, fraction_bits + k)) result = high_multiply(result, kPowers[k + 2]);
  }
  return result;
}

int32_t logistic(int32_t a) {
  if (a == 0) return kHalfQ0;
  const int32_t of_magnitude = reciprocal_of_one_plus(exp_on_negative_values(a < 0 ? a : -a, 4));
  return a < 0 ? kOneQ0 - of_magnitude : of_magnitude;
}

int32_t tanh(int32_t a) {
  if (a == 0) return 0;
  const int32_t of_magnitude = one_minus_over_one_plus(exp_on_negative_values(a < 0 ? a : -a, 5));
  return a < 0 ? -of_magnitude : of_magnitude;
}

}  // namespace bitstill::arithmetic
