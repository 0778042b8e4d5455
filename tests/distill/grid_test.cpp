// Grids from ranges and from weights.
#include "distill/quantize/grid.h"

#include <gtest/gtest.h>

#include <cmath>

#include "distill/quantize/dense_integers.h"

namespace bitstill::distill {
namespace {

TEST(ActivationGrid, SpansTheRangeWithZeroOnIt) {
  EXPECT_EQ(activation_grid(0, 1), (Grid{1.0F / 255, -128}));  // pixels
  EXPECT_EQ(activation_grid(-1, 1), (Grid{2.0F / 255, -1}));   // -128 + 127.5 rounds away from zero
  EXPECT_EQ(activation_grid(-255, 0), (Grid{1, 127}));
  EXPECT_EQ(activation_grid(0.5F, 2.55F), (Grid{2.55F / 255, -128}));  // widened to hold 0
  EXPECT_EQ(activation_grid(-2.55F, -1), (Grid{2.55F / 255, 127}));
}

TEST(ActivationGrid, NeverHasScaleZero) {
  EXPECT_EQ(activation_grid(0, 0), (Grid{kLeastScale, -128}));
  EXPECT_EQ(activation_grid(0, 1, 0.25F), (Grid{0.25F, -128}));
}

TEST(WeightScales, AreOnePerTensorOrPerChannel) {
  const torch::Tensor weights = torch::tensor({{-1.27F, 0.5F}, {0.0F, 2.54F}, {0.0F, 0.0F}});
  EXPECT_EQ(weight_scales(weights, false), (std::vector<float>{2.54F / 127}));
  EXPECT_EQ(weight_scales(weights, true), (std::vector<float>{1.27F / 127, 2.54F / 127, 2.54F / 65536 / 127}));
}

TEST(WeightScales, AWeightThatIsNoNumberShows) {
  const torch::Tensor weights = torch::tensor({{1.0F, std::nanf("")}, {2.0F, 3.0F}});
  EXPECT_TRUE(std::isnan(weight_scales(weights, false)[0]));
  EXPECT_TRUE(std::isnan(weight_scales(weights, true)[0]));
}

}  // namespace
}  // namespace bitstill::distill
