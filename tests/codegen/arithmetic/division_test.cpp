// Dividing by a reciprocal gives what dividing gives.
#include "codegen/arithmetic/division.h"

#include <gtest/gtest.h>

namespace bitstill::arithmetic {
namespace {

TEST(MeanDivisor, EqualsRoundedDivisionForEverySumOfSmallCounts) {
  for (int32_t count = 1; count <= 300; ++count) {
    const MeanDivisor divisor(count);
    for (int32_t sum = -128 * count; sum <= 128 * count; ++sum) {
      ASSERT_EQ(divisor.divide(sum), rounding_divide(sum, count)) << sum << " / " << count;
    }
  }
}

TEST(MeanDivisor, EqualsRoundedDivisionAroundTheTiesOfLargeCounts) {
  for (const int32_t count : {301, 1024, 4097, 30000, 65534, 65535}) {
    const MeanDivisor divisor(count);
    for (int32_t mean = -128; mean < 128; ++mean) {
      for (int32_t off = -3; off <= 3; ++off) {
        const int32_t sum = mean * count + count / 2 + off;
        if (sum < -128 * count || sum > 128 * count) continue;
        ASSERT_EQ(divisor.divide(sum), rounding_divide(sum, count)) << sum << " / " << count;
      }
    }
  }
}

TEST(MeanDivisor, RoundsHalfAwayFromZero) {
  EXPECT_EQ(MeanDivisor(2).divide(3), 2);
  EXPECT_EQ(MeanDivisor(2).divide(-3), -2);
  EXPECT_EQ(MeanDivisor(4).divide(5), 1);
  EXPECT_EQ(MeanDivisor(4).divide(-6), -2);
}

}  // namespace
}  // namespace bitstill::arithmetic
