// Levels, their logarithms and powers, and the square root: what they promise, and that their tables are what their
// comments say.
#include <gtest/gtest.h>

#include <cmath>

#include "datasets/features/blocks/log.h"
#include "datasets/features/blocks/square_root.h"
#include "datasets/random.h"

namespace bitstill::tests {
namespace {

using features::Level;

double value_of(Level level) { return std::ldexp(static_cast<double>(level.mantissa), level.exponent); }

TEST(HalfProduct, RoundsDown) {
  EXPECT_EQ(features::half_product(3, 16384), 0);
  EXPECT_EQ(features::half_product(-3, 16384), -1);
  EXPECT_EQ(features::half_product(INT32_MIN, -32768), 1 << 30);
  EXPECT_EQ(features::half_product(INT32_MAX, 32767), 1073709055);
}

TEST(RoundingShiftRight, RoundsHalvesUpwards) {
  EXPECT_EQ(features::rounding_shift_right(3, 1), 2);
  EXPECT_EQ(features::rounding_shift_right(-3, 1), -1);
  EXPECT_EQ(features::rounding_shift_right(-5, 0), -5);
  EXPECT_EQ(features::rounding_shift_right(1 << 30, 30), 1);
}

TEST(Level, AddsNumbersOfAnySizes) {
  datasets::Random random({2});
  for (int i = 0; i < 20000; ++i) {
    const Level a =
        features::make_level(static_cast<uint32_t>(random.next()), static_cast<int32_t>(random.below(90)) - 45);
    const Level b =
        features::make_level(static_cast<uint32_t>(random.next()), static_cast<int32_t>(random.below(90)) - 45);
    const double exact = value_of(a) + value_of(b);
    EXPECT_NEAR(value_of(features::add(a, b)) / exact, 1, std::ldexp(1, -29));
  }
  EXPECT_EQ(value_of(features::add({0, 0}, {1u << 31, -30})), 2);
  EXPECT_EQ(value_of(features::add({1u << 31, -30}, {0, 0})), 2);
}

TEST(Level, IsScaledByAFraction) {
  const Level third = features::scaled({0xffffffffu, 3}, 21845);
  EXPECT_NEAR(value_of(third) / value_of({0xffffffffu, 3}), 21845.0 / 65536, 1e-9);
}

TEST(Log, IsWithinATenThousandth) {
  datasets::Random random({3});
  for (int i = 0; i < 20000; ++i) {
    const Level level =
        features::make_level(static_cast<uint32_t>(random.next() | 1), static_cast<int32_t>(random.below(90)) - 45);
    EXPECT_NEAR(features::log2_of(level) / 65536.0, std::log2(value_of(level)), 1e-4);
    EXPECT_NEAR(features::natural_log(level) / 65536.0, std::log(value_of(level)), 2e-4);
  }
}

TEST(PowerOf2, IsWithinATenThousandth) {
  for (int32_t x = -40 * 65536; x < 40 * 65536; x += 777) {
    EXPECT_NEAR(value_of(features::power_of_2(x)) / std::exp2(x / 65536.0), 1, 1e-4);
  }
}

TEST(SquareRoot, IsWithinATenThousandth) {
  EXPECT_EQ(features::square_root(0), 0u);
  EXPECT_EQ(features::square_root(1), 1u << 14);
  datasets::Random random({4});
  for (int i = 0; i < 20000; ++i) {
    const auto x = 1 + (static_cast<uint32_t>(random.next() & 0x7fffffff) >> random.below(31));
    EXPECT_NEAR(features::square_root(x) / (std::sqrt(x) * 16384), 1, 1e-4) << x;
  }
  EXPECT_NEAR(features::square_root(1u << 31) / (std::sqrt(2147483648.0) * 16384), 1, 1e-4);
}

// Up to the last, which stands there only to be multiplied by zero.
TEST(Tables, AreWhatTheirCommentsSay) {
  for (int i = 0; i <= 96; ++i) EXPECT_EQ(features::kSquareRoots[i], std::lround(16384 * std::sqrt(1 + i / 32.0)));
  for (int i = 0; i <= 64; ++i) EXPECT_EQ(features::kLogarithms[i], std::lround(32768 * std::log2(1 + i / 64.0)));
  for (int i = 0; i <= 64; ++i) EXPECT_EQ(features::kPowers[i], std::lround(32768 * (std::exp2(i / 64.0) - 1)));
}

}  // namespace
}  // namespace bitstill::tests
