// The fake-quantised dense layer against the same layer computed in plain 64-bit integers.
#include "distill/quantize/quantized_dense.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "codegen/arithmetic/quantize_multiplier.h"
#include "codegen/arithmetic/rounding.h"
#include "tests/distill/gradient.h"

namespace bitstill::distill {
namespace {

using train::FusedActivation;

struct Case {
  int64_t inputs, outputs;
  FusedActivation activation;
  bool per_channel;
  double bias_size;
};

train::Block block(const Case& c) {
  train::Block block{train::BlockKind::kDense, "dense_1", {c.inputs}, {c.outputs}};
  block.activation = c.activation;
  return block;
}

int64_t whole(const torch::Tensor& tensor) { return static_cast<int64_t>(tensor.item<double>()); }

// One output of the layer, by the arithmetic of the device alone.
int64_t expected_output(const IntegerActivation& input, const DenseIntegers& numbers, const Grid& output,
                        const Limits& limits, int64_t sample, int64_t channel) {
  int64_t sum = whole(numbers.bias[channel]);
  for (int64_t i = 0; i < input.values.size(1); ++i) {
    sum += whole(input.values[sample][i]) * whole(numbers.weights[channel][i]);
  }
  const bool one_scale = numbers.scales.numel() == 1;
  const float weight_scale = numbers.scales[one_scale ? 0 : channel].item<float>();
  const double product = one_scale ? static_cast<double>(input.grid.scale * weight_scale)
                                   : static_cast<double>(input.grid.scale) * static_cast<double>(weight_scale);
  const arithmetic::Scale scale = arithmetic::quantize_multiplier(product / static_cast<double>(output.scale));
  const int64_t q = int64_t{arithmetic::multiply(static_cast<int32_t>(sum), scale)} + output.zero_point;
  return std::clamp<int64_t>(q, limits.low, limits.high);
}

class QuantizedDenseTest : public testing::TestWithParam<Case> {};

TEST_P(QuantizedDenseTest, EqualsIntegerArithmeticExactly) {
  const Case& c = GetParam();
  torch::manual_seed(11);
  QuantizedDense dense(QuantizedDenseOptions{block(c), c.per_channel, 0.9});
  dense->copy({torch::randn({c.outputs, c.inputs}), torch::randn({c.outputs}) * c.bias_size});
  const IntegerActivation input = quantize(torch::randn({12, c.inputs}), activation_grid(-2.5F, 3));
  dense->forward(input, Observing::kCalibrate);

  const IntegerActivation output = dense->forward(input, Observing::kNone);
  const DenseIntegers numbers = dense->integers(input.grid.scale);
  const Limits limits = fused_limits(c.activation, output.grid);
  for (int64_t sample = 0; sample < 12; ++sample) {
    for (int64_t channel = 0; channel < c.outputs; ++channel) {
      ASSERT_EQ(int64_t{output.int8()[sample][channel].item<int8_t>()},
                expected_output(input, numbers, output.grid, limits, sample, channel))
          << "sample " << sample << " channel " << channel;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Layers, QuantizedDenseTest,
                         testing::Values(Case{16, 7, FusedActivation::kNone, false, 1},
                                         Case{16, 7, FusedActivation::kRelu, true, 1},
                                         Case{16, 7, FusedActivation::kRelu6, false, 1},
                                         Case{1, 16, FusedActivation::kRelu, false, 1},
                                         // Sums beyond 2^24, where float32 would no longer be exact.
                                         Case{784, 5, FusedActivation::kNone, false, 5000},
                                         Case{784, 5, FusedActivation::kNone, true, 5000}));

TEST(Accumulate, IsExactWhereFloatIsNot) {
  // 16777217 = 2^24 + 1 is the first whole number that float32 cannot hold.
  const DenseIntegers numbers{torch::tensor({{1.0F}}), torch::tensor({16777216.0}, torch::kDouble), torch::ones({1})};
  EXPECT_EQ(accumulate(torch::tensor({{1.0F}}), numbers).item<double>(), 16777217.0);
}

TEST(Requantize, RoundsAsTheDeviceOverManyAccumulators) {
  torch::manual_seed(3);
  const torch::Tensor accumulators = torch::randint(-200000, 200000, {20000, 3}, torch::kFloat);
  const torch::Tensor weight_scales = torch::tensor({0.0123F, 0.00071F, 0.09F});
  const float input_scale = 0.031F, output_scale = 0.27F;
  const auto factors = RequantizeFactors::make(input_scale, weight_scales, output_scale);
  const torch::Tensor output = requantize(accumulators, factors, -5, {-128, 127});
  const auto q = output.accessor<float, 2>();
  const auto sums = accumulators.accessor<float, 2>();
  for (int64_t channel = 0; channel < 3; ++channel) {
    const arithmetic::Scale scale = arithmetic::quantize_multiplier(
        static_cast<double>(input_scale) * weight_scales[channel].item<double>() / static_cast<double>(output_scale));
    for (int64_t i = 0; i < accumulators.size(0); ++i) {
      const int32_t scaled = arithmetic::multiply(static_cast<int32_t>(sums[i][channel]), scale);
      ASSERT_EQ(static_cast<int32_t>(q[i][channel]), std::clamp(scaled - 5, -128, 127) + 5) << sums[i][channel];
    }
  }
}

TEST(Requantize, TakesTheProductOfOneScalePairInFloat) {
  const torch::Tensor weight_scale = torch::tensor({0.0123F});
  const auto factors = RequantizeFactors::make(0.031F, weight_scale, 0.27F);
  EXPECT_EQ(factors.real.item<double>(), static_cast<double>(0.031F * 0.0123F) / static_cast<double>(0.27F));
  EXPECT_NE(factors.real.item<double>(),
            static_cast<double>(0.031F) * static_cast<double>(0.0123F) / static_cast<double>(0.27F));
}

TEST(Requantize, HasTheGradientOfTheScaledClamp) {
  const auto factors = RequantizeFactors::make(0.5F, torch::tensor({0.25F}), 2);
  const torch::Tensor x = torch::tensor({{-4000.0, -1000.0, -10.0, 0.0, 300.0, 1000.0, 4000.0}}, torch::kDouble);
  const torch::Tensor weights = torch::arange(1, 8, torch::kDouble);
  const auto quantised = [&](const torch::Tensor& v) {
    return (requantize(v, factors, -28, {-28, 127}) * weights).sum();
  };
  const auto clamped = [&](const torch::Tensor& v) { return (torch::clamp(v / 16, 0, 155) * weights).sum(); };
  const torch::Tensor expected = torch::tensor({{0.0, 0.0, 0.0, 4.0, 5.0, 6.0, 0.0}}, torch::kDouble) / 16;
  EXPECT_TRUE(tests::autograd_gradient(quantised, x).equal(expected));
  // The clamp's own gradient agrees away from its corner at 0.
  const torch::Tensor numeric = tests::numeric_gradient(clamped, x);
  EXPECT_TRUE(torch::allclose(numeric.slice(1, 4), expected.slice(1, 4), 0, 1e-6));
}

TEST(QuantizedDense, OutputGridIsNeverFinerThanTheAccumulator) {
  QuantizedDense dense(QuantizedDenseOptions{block({2, 2, FusedActivation::kRelu, false, 0}), false, 0.9});
  dense->copy({torch::tensor({{1.27F, 0.0F}, {0.0F, 1.27F}}), torch::tensor({-100.0F, -100.0F})});
  const IntegerActivation input = quantize(torch::ones({1, 2}), activation_grid(0, 1));
  const IntegerActivation output = dense->forward(input, Observing::kCalibrate);  // relu leaves only zeros
  EXPECT_EQ(output.grid, (Grid{input.grid.scale * (1.27F / 127), -128}));
  EXPECT_TRUE(output.values.equal(torch::zeros({1, 2})));
}

TEST(FusedLimits, AreTheIntegersOfZeroAndSix) {
  const Grid grid{0.05F, -100};
  EXPECT_EQ(fused_limits(FusedActivation::kNone, grid).low, -128);
  EXPECT_EQ(fused_limits(FusedActivation::kRelu, grid).low, -100);
  EXPECT_EQ(fused_limits(FusedActivation::kRelu, grid).high, 127);
  EXPECT_EQ(fused_limits(FusedActivation::kRelu6, grid).high, 20);
}

}  // namespace
}  // namespace bitstill::distill
