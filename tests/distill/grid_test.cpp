// Grids from ranges, and the ranges that observers see.
#include "distill/quantize/grid.h"

#include <gtest/gtest.h>

#include "distill/quantize/range_observer.h"

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
  EXPECT_TRUE(weight_scales(weights, false).equal(torch::tensor({2.54F / 127})));
  EXPECT_TRUE(weight_scales(weights, true).equal(torch::tensor({1.27F / 127, 2.54F / 127, 2.54F / 65536 / 127})));
}

TEST(RangeObserver, CalibrationGrowsToHoldEverything) {
  RangeObserver observer(0.9);
  observer->observe(torch::tensor({1.0F, 2.0F}), Observing::kCalibrate);
  EXPECT_EQ(observer->low(), 0);  // zero is always inside
  EXPECT_EQ(observer->high(), 2);
  observer->observe(torch::tensor({-3.0F, 1.0F}), Observing::kCalibrate);
  EXPECT_EQ(observer->low(), -3);
  EXPECT_EQ(observer->high(), 2);
}

TEST(RangeObserver, TracksAMovingAverage) {
  RangeObserver observer(0.75);
  observer->observe(torch::tensor({-4.0F, 8.0F}), Observing::kCalibrate);
  observer->observe(torch::tensor({-8.0F, 4.0F}), Observing::kTrack);
  EXPECT_EQ(observer->low(), -5);
  EXPECT_EQ(observer->high(), 7);
}

TEST(RangeObserver, StandsStillWhenTold) {
  RangeObserver observer(0.75);
  observer->observe(torch::tensor({-4.0F, 8.0F}), Observing::kCalibrate);
  observer->observe(torch::tensor({-80.0F, 80.0F}), Observing::kNone);
  EXPECT_EQ(observer->low(), -4);
  EXPECT_EQ(observer->high(), 8);
}

}  // namespace
}  // namespace bitstill::distill
