#include "train/compress/magnitude.h"

#include <gtest/gtest.h>

namespace bitstill::train {
namespace {

std::vector<torch::Tensor> small_and_large() {
  return {torch::tensor({{0.1F, -0.2F}, {0.3F, 0.4F}}), torch::tensor({{-5.0F, 6.0F}, {7.0F, -8.0F}})};
}

TEST(Magnitude, CountsOverAllLayersTogether) {
  const auto masks = masks_by_magnitude(small_and_large(), 0.5, true);
  EXPECT_EQ(masks[0].sum().item<float>(), 0);
  EXPECT_EQ(masks[1].sum().item<float>(), 4);
}

TEST(Magnitude, CountsInEachLayer) {
  const auto masks = masks_by_magnitude(small_and_large(), 0.5, false);
  EXPECT_TRUE(masks[0].equal(torch::tensor({{0.0F, 0.0F}, {1.0F, 1.0F}})));
  EXPECT_TRUE(masks[1].equal(torch::tensor({{0.0F, 0.0F}, {1.0F, 1.0F}})));
}

TEST(Magnitude, OfEqualWeightsExactlyTheShareGoes) {
  EXPECT_EQ(masks_by_magnitude({torch::ones({10, 10})}, 0.37, true)[0].sum().item<float>(), 63);
}

TEST(Magnitude, ZerosGoBeforeAnythingElse) {
  const torch::Tensor weights = torch::tensor({{0.0F, 1e-30F}, {0.0F, 1.0F}});
  EXPECT_TRUE(masks_by_magnitude({weights}, 0.5, true)[0].equal(torch::tensor({{0.0F, 1.0F}, {0.0F, 1.0F}})));
  EXPECT_EQ(sparsity_of({weights}), 0.5);
}

TEST(PolynomialSparsity, RisesSteeplyAndLevelsOut) {
  EXPECT_NEAR(polynomial_sparsity(0.2, 0.9, 3, 0), 0.2, 1e-12);
  EXPECT_EQ(polynomial_sparsity(0.2, 0.9, 3, 1), 0.9);
  EXPECT_NEAR(polynomial_sparsity(0.2, 0.9, 3, 0.5), 0.9 - 0.7 / 8, 1e-12);
}

}  // namespace
}  // namespace bitstill::train
