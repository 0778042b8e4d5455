// Confusion, mistakes and noise on literal numbers.
#include <gtest/gtest.h>

#include <cmath>

#include "distill/layer_noise.h"
#include "distill/mistakes.h"

namespace bitstill::distill {
namespace {

const torch::Tensor kProbabilities = torch::tensor({{0.9F, 0.1F}, {0.75F, 0.25F}, {0.25F, 0.75F}, {1.0F, 0.0F}});
const torch::Tensor kLabels = torch::tensor({0, 1, 0, 1}, torch::kInt64);

TEST(Confusion, CountsTrueClassesInRowsAndGivenOnesInColumns) {
  EXPECT_EQ(confusion_matrix(kProbabilities, kLabels), (std::vector<std::vector<int64_t>>{{1, 1}, {2, 0}}));
}

TEST(Mistakes, ComeSurestFirstAndBetweenEqualsInTheirOrder) {
  const auto mistakes = surest_mistakes(kProbabilities, kLabels, 10);
  ASSERT_EQ(mistakes.size(), 3u);
  EXPECT_EQ(mistakes[0].index, 3);
  EXPECT_EQ(mistakes[0].label, 1);
  EXPECT_EQ(mistakes[0].given, 0);
  EXPECT_EQ(mistakes[0].confidence, 1);
  EXPECT_EQ(mistakes[1].index, 1);
  EXPECT_EQ(mistakes[2].index, 2);
}

TEST(Mistakes, AreNoMoreThanAskedFor) { EXPECT_EQ(surest_mistakes(kProbabilities, kLabels, 2).size(), 2u); }

TEST(SignalToNoise, IsTwentyDecibelsForAnErrorOfATenth) {
  const torch::Tensor signal = torch::tensor({10.0, -10.0});
  EXPECT_EQ(signal_to_noise_decibels(signal, torch::tensor({11.0, -11.0})), 20);
  EXPECT_EQ(signal_to_noise_decibels(signal, signal), INFINITY);
  EXPECT_EQ(signal_to_noise_decibels(torch::zeros({2}), signal), -INFINITY);
}

}  // namespace
}  // namespace bitstill::distill
