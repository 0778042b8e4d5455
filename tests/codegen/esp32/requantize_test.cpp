// One sum and one shift give what two roundings, a zero point and a shift give.
#include "codegen/esp32/requantize.h"

#include <gtest/gtest.h>

#include "tests/codegen/models.h"

namespace bitstill::codegen {
namespace {

void expect_equal(int32_t sum, arithmetic::Scale scale, int32_t zero_point) {
  const bitstill::ops::Esp32Requantization requantize({0, scale.multiplier, scale.shift}, 2 * zero_point + 1);
  ASSERT_EQ(requantize(256 * sum), arithmetic::multiply(sum, scale) + zero_point)
      << sum << " times " << scale.multiplier << " shifted by " << scale.shift << ", zero point " << zero_point;
}

constexpr int32_t kLargestSum = (1 << 23) - 1;

TEST(Esp32Requantization, EqualsTwoRoundingsAtEveryCorner) {
  for (int32_t shift = -16; shift <= -1; ++shift) {
    for (const int32_t multiplier : {1 << 30, (1 << 30) + 1, 1431655765, INT32_MAX - 1, INT32_MAX}) {
      for (const int32_t zero_point : {-128, -1, 0, 1, 127}) {
        for (const int32_t sum : {-kLargestSum, -(1 << 22), -1, 0, 1, 1 << 22, kLargestSum})
          expect_equal(sum, {multiplier, shift}, zero_point);
      }
    }
  }
}

// Halves of both roundings: with a multiplier of 2^30 every odd sum is one of the first, and half of the even ones, at
// right shift 1, of the second.
TEST(Esp32Requantization, RoundsHalvesAsTwoRoundingsDo) {
  for (int32_t shift = -6; shift <= -1; ++shift) {
    for (int32_t sum = -1000; sum <= 1000; ++sum) expect_equal(sum, {1 << 30, shift}, 5);
  }
}

TEST(Esp32Requantization, EqualsTwoRoundingsOfRandomSums) {
  tests::Random random(3);
  for (int i = 0; i < 300'000; ++i) {
    const int32_t sum = static_cast<int32_t>(random.next()) >> (8 + random.next() % 20);
    const auto multiplier = static_cast<int32_t>(random.next() >> 2 | 1U << 30);
    expect_equal(sum, {multiplier, -1 - static_cast<int32_t>(random.next() % 16)}, random.int8());
  }
}

TEST(Esp32Requantization, OfAMultiplierOfZeroIsTheZeroPoint) {
  for (const int32_t sum : {-kLargestSum, -1, 0, 1, kLargestSum}) expect_equal(sum, {0, -1}, -100);
}

}  // namespace
}  // namespace bitstill::codegen
