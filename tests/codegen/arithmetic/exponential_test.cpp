// The fixed-point functions against the C library's, to the few units their polynomials and shifts are worth. That they
// are TFLite Micro's bit for bit is shown by the golden models.
#include "codegen/arithmetic/exponential.h"

#include <gtest/gtest.h>

#include <cmath>

#include "codegen/arithmetic/reciprocal.h"

namespace bitstill::arithmetic {
namespace {

constexpr double kOne = 2147483648.0;
// gemmlowp's polynomial of degree four leaves 2^-24 or so at worst; its squarings and Newton steps add little.
constexpr double kTolerance = 1.0 / (1 << 22);

TEST(Exponential, FollowsTheRealFunctionFromZeroToMinusSixteen) {
  for (double x = 0; x > -16; x -= 0.013) {
    const auto a = static_cast<int32_t>(std::lround(std::ldexp(x, 26)));
    EXPECT_NEAR(exp_on_negative_values(a, 5) / kOne, std::exp(std::ldexp(a, -26)), kTolerance) << x;
  }
}

TEST(Logistic, FollowsTheRealFunctionOnBothSides) {
  for (double x = -7.9; x < 7.9; x += 0.017) {
    const auto a = static_cast<int32_t>(std::lround(std::ldexp(x, 27)));
    EXPECT_NEAR(logistic(a) / kOne, 1 / (1 + std::exp(-std::ldexp(a, -27))), kTolerance) << x;
  }
  EXPECT_EQ(logistic(0), 1 << 30);
}

TEST(Tanh, FollowsTheRealFunctionAndIsOdd) {
  for (double x = 0.01; x < 7.9; x += 0.017) {
    const auto a = static_cast<int32_t>(std::lround(std::ldexp(x, 27)));
    EXPECT_NEAR(tanh(a) / kOne, std::tanh(std::ldexp(a, -27)), kTolerance) << x;
    EXPECT_EQ(tanh(-a), -tanh(a));
  }
  EXPECT_EQ(tanh(0), 0);
}

TEST(Reciprocal, InvertsOnePlusFraction) {
  for (double x = 0; x < 1; x += 0.0007) {
    const auto fraction = static_cast<int32_t>(x * kOne);
    EXPECT_NEAR(reciprocal_of_one_plus(fraction) / kOne, 1 / (1 + x), kTolerance) << x;
  }
}

TEST(Reciprocal, SaturatesInsteadOfWrapping) {
  EXPECT_EQ(saturating_shift_left(INT32_MAX, 1), INT32_MAX);
  EXPECT_EQ(saturating_shift_left(INT32_MIN, 1), INT32_MIN);
  EXPECT_EQ(saturating_shift_left(3, 4), 48);
  EXPECT_EQ(saturating_shift_left(-3, 4), -48);
}

}  // namespace
}  // namespace bitstill::arithmetic
