// The integers' rounding against its definition in exact arithmetic and against gemmlowp's own way of writing it.
#include "codegen/arithmetic/rounding.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>

#include "codegen/arithmetic/quantize_multiplier.h"
#include "configs/support/error.h"
#include "tests/codegen/models.h"

namespace bitstill::arithmetic {
namespace {

// gemmlowp: a nudge that depends on the product's sign, then a division that truncates towards zero.
int32_t nudged_high_multiply(int32_t a, int32_t b) {
  const int64_t product = static_cast<int64_t>(a) * b;
  const int64_t nudge = product >= 0 ? (1 << 30) : 1 - (1 << 30);
  return static_cast<int32_t>((product + nudge) / (int64_t{1} << 31));
}

TEST(HighMultiply, EqualsTheSignDependentNudgeWithTruncation) {
  tests::Random random(1);
  for (int i = 0; i < 2000000; ++i) {
    const auto a = static_cast<int32_t>(random.next());
    const auto b = static_cast<int32_t>(random.next());
    ASSERT_EQ(high_multiply(a, b), nudged_high_multiply(a, b)) << a << " * " << b;
  }
}

TEST(HighMultiply, AgreesAtTheEndsOfTheRange) {
  for (const int32_t a : {INT32_MIN, INT32_MIN + 1, -1, 0, 1, INT32_MAX - 1, INT32_MAX}) {
    for (const int32_t b : {1 << 30, (1 << 30) + 1, INT32_MAX - 1, INT32_MAX}) {
      EXPECT_EQ(high_multiply(a, b), nudged_high_multiply(a, b)) << a << " * " << b;
    }
  }
}

TEST(HighMultiply, ByHalvesIsTheSame) {
  tests::Random random(3);
  for (int i = 0; i < 2000000; ++i) {
    const auto a = static_cast<int32_t>(random.next());
    const auto b = static_cast<int32_t>(random.next());
    ASSERT_EQ(high_multiply_by_halves(a, b), high_multiply(a, b)) << a << " * " << b;
  }
  const int32_t ends[] = {INT32_MIN, INT32_MIN + 1, INT32_MIN + 0xffff, -0x10000, -1,       0,
                          1,         0xffff,        0x7fff0000,         1 << 30,  INT32_MAX};
  for (const int32_t a : ends) {
    for (const int32_t b : ends) {
      if (a != INT32_MIN || b != INT32_MIN) {
        EXPECT_EQ(high_multiply_by_halves(a, b), high_multiply(a, b)) << a << " * " << b;
      }
    }
  }
}

TEST(MultiplyBelowOne, EqualsMultiplyInItsRange) {
  tests::Random random(4);
  for (int i = 0; i < 2000000; ++i) {
    const int32_t x = (static_cast<int32_t>(random.next()) >> 2) >> (random.next() % 28);
    const Scale scale{static_cast<int32_t>((1U << 30) + (random.next() >> 2)),
                      -static_cast<int32_t>(random.next() % 31)};
    ASSERT_EQ(multiply_below_one(x, scale), multiply(x, scale)) << x << " " << scale.multiplier << " " << scale.shift;
  }
  for (int32_t shift = 0; shift >= -30; --shift) {
    for (const int32_t x : {-(1 << 29) + 1, -3, -2, -1, 0, 1, 2, 3, (1 << 29) - 1}) {
      for (const int32_t multiplier : {0, 1 << 30, INT32_MAX}) {
        EXPECT_EQ(multiply_below_one(x, {multiplier, shift}), multiply(x, {multiplier, shift})) << x << " " << shift;
      }
    }
  }
}

TEST(RoundingDivideByPowerOfTwo, RoundsHalvesAwayFromZero) {
  EXPECT_EQ(rounding_divide_by_power_of_two(5, 1), 3);
  EXPECT_EQ(rounding_divide_by_power_of_two(-5, 1), -3);
  EXPECT_EQ(rounding_divide_by_power_of_two(-4, 1), -2);
  EXPECT_EQ(rounding_divide_by_power_of_two(6, 2), 2);
  EXPECT_EQ(rounding_divide_by_power_of_two(-6, 2), -2);
  EXPECT_EQ(rounding_divide_by_power_of_two(INT32_MIN, 31), -1);
  EXPECT_EQ(rounding_divide_by_power_of_two(INT32_MAX, 31), 1);
  EXPECT_EQ(rounding_divide_by_power_of_two(-77, 0), -77);
}

TEST(RoundingDivideByPowerOfTwo, EqualsExactRoundingEverywhere) {
  tests::Random random(2);
  for (int i = 0; i < 500000; ++i) {
    const auto x = static_cast<int32_t>(random.next());
    const auto exponent = static_cast<int32_t>(random.next() % 32);
    ASSERT_EQ(rounding_divide_by_power_of_two(x, exponent), std::llround(std::ldexp(x, -exponent)))
        << x << " " << exponent;
  }
}

TEST(Multiply, RoundsTwiceNotOnce) {
  // 3 * 0.5 * 2^-1 = 0.75: the product 1.5 rounds to 2, and 2 / 2 is 1. And -1 * 0.5 = -0.5 rounds up to 0 first.
  EXPECT_EQ(multiply(3, {1 << 30, -1}), 1);
  EXPECT_EQ(multiply(-1, {1 << 30, 0}), 0);
  EXPECT_EQ(multiply(1, {1 << 30, 0}), 1);
  // Exactly 2.5 * 2^-1 = 1.25 gives 1 when rounded once; twice: 5 * 0.5 -> 3, 3 / 2 -> 2.
  EXPECT_EQ(multiply(5, {1 << 30, -1}), 2);
}

TEST(QuantizeMultiplier, SplitsIntoFractionAndExponent) {
  EXPECT_EQ(quantize_multiplier(1.0).multiplier, 1 << 30);
  EXPECT_EQ(quantize_multiplier(1.0).shift, 1);
  EXPECT_EQ(quantize_multiplier(0.75).multiplier, 1610612736);
  EXPECT_EQ(quantize_multiplier(0.75).shift, 0);
}

TEST(QuantizeMultiplier, CarriesWhenTheFractionRoundsUpToOne) {
  const Scale scale = quantize_multiplier(std::nextafter(1.0, 0.0));
  EXPECT_EQ(scale.multiplier, 1 << 30);
  EXPECT_EQ(scale.shift, 1);
}

TEST(QuantizeMultiplier, OrZeroWhereNothingIsLeftOf29Bits) {
  EXPECT_EQ(quantize_multiplier_or_zero(std::ldexp(0.5, -30)).shift, -30);
  EXPECT_EQ(quantize_multiplier_or_zero(std::ldexp(0.5, -31)).multiplier, 0);
  EXPECT_EQ(quantize_multiplier_or_zero(std::ldexp(0.5, -31)).shift, 0);
}

TEST(QuantizeMultiplier, TurnsTinyFactorsIntoZeroAndRefusesImpossibleOnes) {
  EXPECT_EQ(quantize_multiplier(1e-12).multiplier, 0);
  EXPECT_EQ(quantize_multiplier(std::ldexp(1.0, -32)).shift, -31);
  EXPECT_THROW(quantize_multiplier(-0.5), Error);
  EXPECT_THROW(quantize_multiplier(std::nan("")), Error);
  EXPECT_THROW(quantize_multiplier(4e9), Error);
}

}  // namespace
}  // namespace bitstill::arithmetic
