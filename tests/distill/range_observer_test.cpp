// The ranges that observers find in what they see.
#include "distill/quantize/range_observer.h"

#include <gtest/gtest.h>

#include "distill/quantize/integer_activation.h"

namespace bitstill::distill {
namespace {

RangeObserver observer(ObserverKind kind, double momentum = 0.75) {
  return RangeObserver(ObserverOptions{kind, 90, momentum});
}

void expect_range(const RangeObserver& seen, float low, float high) {
  EXPECT_EQ(seen->range().low, low);
  EXPECT_EQ(seen->range().high, high);
}

TEST(RangeObserver, MinMaxHoldsEverything) {
  auto seen = observer(ObserverKind::kMinMax);
  seen->calibrate({torch::tensor({1.0F, 2.0F})});
  expect_range(seen, 0, 2);  // zero is always inside
  seen->calibrate({torch::tensor({1.0F, 2.0F}), torch::tensor({-3.0F, 1.0F})});
  expect_range(seen, -3, 2);
}

TEST(RangeObserver, CalibrationStartsOver) {
  auto seen = observer(ObserverKind::kMinMax);
  seen->calibrate({torch::tensor({-30.0F, 30.0F})});
  seen->calibrate({torch::tensor({-1.0F, 2.0F})});
  expect_range(seen, -1, 2);
}

TEST(RangeObserver, MovingAverageTakesTheMeanOfTheBatchesExtremes) {
  auto seen = observer(ObserverKind::kMovingAverage);
  seen->calibrate({torch::tensor({-1.0F, 2.0F}), torch::tensor({-3.0F, 6.0F})});
  expect_range(seen, -2, 4);
}

TEST(RangeObserver, PercentileCutsHalfOfTheRestAtEitherEnd) {
  auto seen = observer(ObserverKind::kPercentile);
  // 100 values, 10 outside: the five smallest -50 ... -46 and the five largest 45 ... 49.
  const torch::Tensor values = torch::arange(-50, 50, torch::kFloat);
  seen->calibrate({values.slice(0, 0, 30), values.slice(0, 30)});
  expect_range(seen, -45, 44);
}

TEST(RangeObserver, PercentileOfAHundredIsMinMax) {
  const ValueRange range = percentile_range(torch::tensor({-2.0F, 1.0F, 7.0F}), 100);
  EXPECT_EQ(range.low, -2);
  EXPECT_EQ(range.high, 7);
}

double squared_error(const torch::Tensor& values, const ValueRange& range) {
  const torch::Tensor rounded = quantize(values, activation_grid(range.low, range.high)).real();
  return (rounded - values).square().sum(torch::kDouble).item<double>();
}

TEST(RangeObserver, MseCutsOffWhatCostsMoreToHoldThanToLose) {
  torch::manual_seed(5);
  torch::Tensor values = torch::randn({100000});
  values[0] = 20;  // one value far outside
  auto seen = observer(ObserverKind::kMse);
  seen->calibrate({values});
  EXPECT_LT(seen->range().high, 19);
  EXPECT_GT(seen->range().high, 4);
  const ValueRange best = seen->range();
  EXPECT_LT(squared_error(values, best), squared_error(values, extremes(values)));
  // No shrinking of one end by another fiftieth does better.
  const ValueRange whole = extremes(values);
  for (const float change : {-1.0F, 1.0F}) {
    EXPECT_LE(squared_error(values, best), squared_error(values, {best.low, best.high + change * whole.high / 50}));
    EXPECT_LE(squared_error(values, best), squared_error(values, {best.low + change * whole.low / 50, best.high}));
  }
}

TEST(RangeObserver, MseKeepsEvenValuesWhole) {
  const ValueRange range = least_error_range(torch::linspace(0, 255, 256));
  EXPECT_EQ(range.low, 0);
  EXPECT_EQ(range.high, 255);
}

TEST(RangeObserver, FollowsAMovingAverageOfTheExtremes) {
  for (const ObserverKind kind : {ObserverKind::kMinMax, ObserverKind::kMovingAverage}) {
    auto seen = observer(kind);
    seen->calibrate({torch::tensor({-4.0F, 8.0F})});
    seen->follow(torch::tensor({-8.0F, 4.0F}));
    expect_range(seen, -5, 7);
  }
}

TEST(RangeObserver, FollowsTheBatchesPercentiles) {
  auto seen = observer(ObserverKind::kPercentile);
  const torch::Tensor values = torch::arange(-50, 50, torch::kFloat);
  seen->calibrate({values});
  seen->follow(values * 2);
  expect_range(seen, -45 * 1.25F, 44 * 1.25F);
}

TEST(RangeObserver, MseFollowsTheShareOfTheExtremesThatItFound) {
  torch::manual_seed(5);
  torch::Tensor values = torch::randn({100000});
  values[0] = 20;
  auto seen = observer(ObserverKind::kMse, 0.5);
  seen->calibrate({values});
  const ValueRange before = seen->range();
  seen->follow(values * 2);
  // Halfway from the range to its double, up to the rounding of the stored share.
  EXPECT_FLOAT_EQ(seen->range().high, before.high * 1.5F);
  EXPECT_FLOAT_EQ(seen->range().low, before.low * 1.5F);
}

TEST(RangeObserver, StateIsInItsBuffers) {
  auto seen = observer(ObserverKind::kMse), restored = observer(ObserverKind::kMse);
  seen->calibrate({torch::randn({1000})});
  for (const auto& buffer : seen->named_buffers()) restored->named_buffers()[buffer.key()].copy_(buffer.value());
  const torch::Tensor batch = torch::randn({100}) * 3;
  seen->follow(batch);
  restored->follow(batch);
  expect_range(restored, seen->range().low, seen->range().high);
}

}  // namespace
}  // namespace bitstill::distill
