// Draws are fixed numbers: a change here changes every dataset and every result that was ever reported.
#include <gmock/gmock.h>

#include <cmath>

#include "datasets/random.h"

namespace bitstill::datasets {
namespace {

TEST(Random, FollowsSplitMix64FromStateZero) {
  Random random{};
  EXPECT_EQ(random.next(), 0xe220a8397b1dcdafu);
  EXPECT_EQ(random.next(), 0x6e789e6aa1b965f4u);
  EXPECT_EQ(random.next(), 0x06c45d188009454fu);
}

TEST(Random, StreamsDifferInEveryPart) {
  const uint64_t one = Random{1, 2, 3}.next();
  EXPECT_EQ(one, (Random{1, 2, 3}.next()));
  EXPECT_NE(one, (Random{2, 2, 3}.next()));
  EXPECT_NE(one, (Random{1, 3, 3}.next()));
  EXPECT_NE(one, (Random{1, 2, 4}.next()));
  EXPECT_NE(one, (Random{2, 1, 3}.next()));
}

TEST(Random, BelowReachesEveryValueAndNoOther) {
  Random random{5};
  std::vector<int> hits(3);
  for (int i = 0; i < 300; ++i) ++hits.at(static_cast<size_t>(random.below(3)));
  EXPECT_THAT(hits, testing::Each(testing::Gt(70)));
  EXPECT_EQ(random.below(1), 0);
}

TEST(Random, NormalHasMeanZeroAndDeviationOne) {
  Random random{9};
  constexpr int kDraws = 20000;
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double value = random.normal();
    sum += value;
    squares += value * value;
  }
  EXPECT_NEAR(sum / kDraws, 0, 0.03) << "four standard errors of the mean of 20,000 draws";
  EXPECT_NEAR(squares / kDraws, 1, 0.04) << "four standard errors of the variance";
}

TEST(Permutation, HoldsEveryIndexOnce) {
  const auto order = permutation(100, Random{3});
  std::vector<int64_t> sorted = order;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(sorted.front(), 0);
  EXPECT_EQ(sorted.back(), 99);
  EXPECT_EQ(std::unique(sorted.begin(), sorted.end()), sorted.end());
  EXPECT_NE(order, permutation(100, Random{4}));
}

}  // namespace
}  // namespace bitstill::datasets
