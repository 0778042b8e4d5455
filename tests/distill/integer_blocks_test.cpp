// Additions and pools on the integer grid, against numbers that can be written down.
#include <gtest/gtest.h>

#include "distill/quantize/integer_add.h"
#include "distill/quantize/integer_pool.h"
#include "distill/quantize/quantized_add.h"
#include "distill/quantize/shared_grids.h"
#include "tests/train/layers.h"

namespace bitstill::distill {
namespace {

using train::FusedActivation;

TEST(IntegerAdd, EqualsTheRealSumToHalfAStep) {
  const float first = 0.031F, second = 0.11F, output = 0.16F;
  const AddScales scales = add_scales(first, second, output);
  for (int32_t a = -255; a <= 255; ++a) {
    for (int32_t b = -255; b <= 255; b += 3) {
      const double real =
          (static_cast<double>(first) * a + static_cast<double>(second) * b) / static_cast<double>(output);
      EXPECT_NEAR(add(a, b, scales), real, 0.501) << a << " " << b;
    }
  }
}

TEST(IntegerAdd, TakesTheLargerInputsScaleAsOneHalf) {
  const AddScales scales = add_scales(0.5F, 2, 1);
  EXPECT_EQ(scales.second.multiplier, 1 << 30);
  EXPECT_EQ(scales.second.shift, 0);
  EXPECT_EQ(scales.first.multiplier, 1 << 30);
  EXPECT_EQ(scales.first.shift, -2);
  EXPECT_EQ(add(3, 5, scales), 12);  // 1.5 + 10, and halves go away from zero
  EXPECT_EQ(add(-3, -5, scales), -12);
}

TEST(QuantizedAdd, GivesTheSameInALoopAndByTensors) {
  torch::manual_seed(5);
  const auto inputs = [](torch::ScalarType type) {
    torch::manual_seed(6);
    return std::pair(quantize_by_tensors(torch::randn({50, 4}).to(type), activation_grid(-2, 3)),
                     quantize_by_tensors(torch::randn({50, 4}).to(type) * 3, activation_grid(-7, 8)));
  };
  for (const FusedActivation activation : {FusedActivation::kNone, FusedActivation::kRelu, FusedActivation::kRelu6}) {
    QuantizedAdd sum(activation, ObserverOptions{}, RangeObserver{nullptr});
    const auto [a, b] = inputs(torch::kFloat);
    const auto [c, d] = inputs(torch::kDouble);
    sum->calibrate({a}, {b});
    EXPECT_TRUE(sum->forward(a, b, Ranges::kHeld).int8().equal(sum->forward(c, d, Ranges::kHeld).int8()));
  }
}

TEST(QuantizedAdd, PassesGradientsWhereNothingSaturates) {
  QuantizedAdd sum(FusedActivation::kRelu, ObserverOptions{}, RangeObserver{nullptr});
  torch::Tensor values = torch::tensor({-20.0F, 5.0F, 10.0F}).requires_grad_();
  const IntegerActivation a{values, {0.5F, 0}}, b{torch::tensor({0.0F, 0.0F, 1.0F}), {0.25F, 3}};
  sum->calibrate({a}, {b});
  const IntegerActivation output = sum->forward(a, b, Ranges::kHeld);
  output.values.sum().backward();
  const float slope = 0.5F / output.grid.scale;
  EXPECT_TRUE(values.grad().equal(torch::tensor({0.0F, slope, slope})));
}

IntegerActivation image(std::vector<float> values, int64_t side) {
  return {torch::tensor(values).reshape({1, side, side, 1}), {0.5F, -3}};
}

// The int8 values are 3 less: -2 -1 / 0 1 has the mean -0.5 of int8 values, which goes to -1.
TEST(AveragePool, RoundsHalvesOfTheInt8ValuesAwayFromZero) {
  const train::ImageWindow window{{2, 2}, {2, 2}};
  EXPECT_EQ(average_pool_integers(image({1, 2, 3, 4}, 2), window).int8().item<int8_t>(), -1);
  EXPECT_EQ(average_pool_integers(image({4, 3, 3, 4}, 2), window).int8().item<int8_t>(), 1);
  EXPECT_EQ(average_pool_integers(image({4, 2, 3, 3}, 2), window).int8().item<int8_t>(), 0);
}

TEST(AveragePool, CountsOnlyPixelsInsideTheImage) {
  const train::Window same{2, 1, train::Padding::kSame};
  const torch::Tensor means = average_pool_integers(image({11, 13, 15, 17}, 2), {same, same}).int8();
  EXPECT_TRUE(means.flatten().equal(torch::tensor({11, 12, 13, 14}).to(torch::kInt8)));
}

TEST(MaxPool, NeverTakesWhatLiesOutside) {
  const train::Window same{2, 1, train::Padding::kSame};
  const torch::Tensor largest = max_pool_integers(image({-40, -30, -20, -10}, 2), {same, same}).int8();
  EXPECT_TRUE(largest.flatten().equal(torch::tensor({-13, -13, -13, -13}).to(torch::kInt8)));
}

TEST(SharedGrids, BelongToTheLastConcatenationThatJoinsABlock) {
  using tests::concatenate, tests::conv_2d, tests::pool;
  const auto plan =
      train::plan_network(tests::network({conv_2d(2, 1), concatenate({{}, {conv_2d(2, 3), pool("max_pool", 1, 1)}}),
                                          concatenate({{}, {conv_2d(1, 1)}}), conv_2d(1, 1), tests::layer("flatten"),
                                          tests::layer("dense", 1)}),
                          {{3, 3, 1}, 1, false});
  // conv_2d_1, conv_2d_2, max_pool_1, concatenate_1, conv_2d_3, concatenate_2, conv_2d_4, flatten_1, dense_1
  EXPECT_EQ(shared_grid_owners(plan), (std::vector<int>{5, 5, -1, 5, 5, 5, -1, -1, -1}));
}

}  // namespace
}  // namespace bitstill::distill
