// The fake-quantised dense layer against the same layer computed in plain 64-bit integers.
#include "distill/quantize/quantized_dense.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "codegen/arithmetic/quantize_multiplier.h"
#include "codegen/arithmetic/rounding.h"
#include "configs/support/error.h"
#include "distill/quantize/dense_gradient.h"

namespace bitstill::distill {
namespace {

using train::FusedActivation;

struct DenseCase {
  int64_t inputs, outputs;
  FusedActivation activation;
  bool per_channel;
  double bias_size;
};

train::Block block(const DenseCase& c) {
  train::Block block{train::BlockKind::kDense, "dense_1", {c.inputs}, {c.outputs}};
  block.activation = c.activation;
  return block;
}

int64_t whole(const torch::Tensor& tensor) { return static_cast<int64_t>(tensor.item<double>()); }

// One output of the layer, by the arithmetic of the device alone.
int64_t expected_output(const IntegerActivation& input, const DenseIntegers& numbers, const Grid& output,
                        const Limits& limits, int64_t sample, int64_t channel) {
  int64_t sum = numbers.bias[static_cast<size_t>(channel)];
  for (int64_t i = 0; i < input.values.size(1); ++i) {
    sum += whole(input.values[sample][i]) * whole(numbers.weights[channel][i]);
  }
  const bool one_scale = numbers.scales.size() == 1;
  const float weight_scale = numbers.scales[one_scale ? 0 : static_cast<size_t>(channel)];
  const double product = one_scale ? static_cast<double>(input.grid.scale * weight_scale)
                                   : static_cast<double>(input.grid.scale) * static_cast<double>(weight_scale);
  const arithmetic::Scale scale = arithmetic::quantize_multiplier(product / static_cast<double>(output.scale));
  const int64_t q = int64_t{arithmetic::multiply(static_cast<int32_t>(sum), scale)} + output.zero_point;
  return std::clamp<int64_t>(q, limits.low, limits.high);
}

class QuantizedDenseTest : public testing::TestWithParam<DenseCase> {};

TEST_P(QuantizedDenseTest, EqualsIntegerArithmeticExactly) {
  const DenseCase& c = GetParam();
  torch::manual_seed(11);
  QuantizedDense dense(QuantizedDenseOptions{block(c), c.per_channel, {}, false});
  dense->copy({torch::randn({c.outputs, c.inputs}), torch::randn({c.outputs}) * c.bias_size});
  const IntegerActivation input = quantize(torch::randn({12, c.inputs}), activation_grid(-2.5F, 3));
  dense->calibrate({input});

  const IntegerActivation output = dense->forward(input, Ranges::kHeld);
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
                         testing::Values(DenseCase{16, 7, FusedActivation::kNone, false, 1},
                                         DenseCase{16, 7, FusedActivation::kRelu, true, 1},
                                         DenseCase{16, 7, FusedActivation::kRelu6, false, 1},
                                         DenseCase{1, 16, FusedActivation::kRelu, false, 1},
                                         // Sums beyond 2^24, where float32 would no longer be exact.
                                         DenseCase{784, 5, FusedActivation::kNone, false, 5000},
                                         DenseCase{784, 5, FusedActivation::kNone, true, 5000}));

TEST(Accumulate, IsExactWhereFloatIsNot) {
  // 16777217 = 2^24 + 1 is the first whole number that float32 cannot hold.
  const DenseIntegers numbers = dense_integers(torch::tensor({{127.0F}}), torch::tensor({16777090.0F}), 1, {1});
  EXPECT_EQ(accumulate(torch::tensor({{1.0F}}), numbers).item<double>(), 16777217.0);
}

TEST(Requantize, RoundsAsTheDeviceOverManyAccumulators) {
  torch::manual_seed(3);
  const torch::Tensor accumulators = torch::randint(-200000, 200000, {20000, 3}, torch::kFloat);
  const std::vector<float> weight_scales{0.0123F, 0.00071F, 0.09F};
  const float input_scale = 0.031F, output_scale = 0.27F;
  const std::vector<arithmetic::Scale> scales = requantize_scales(input_scale, weight_scales, output_scale);
  const torch::Tensor output = requantize(accumulators, {scales, -5, {-128, 127}}).values;
  const auto q = output.accessor<float, 2>();
  const auto sums = accumulators.accessor<float, 2>();
  for (int64_t channel = 0; channel < 3; ++channel) {
    const arithmetic::Scale scale = arithmetic::quantize_multiplier(
        static_cast<double>(input_scale) * static_cast<double>(weight_scales[static_cast<size_t>(channel)]) /
        static_cast<double>(output_scale));
    for (int64_t i = 0; i < accumulators.size(0); ++i) {
      const int32_t scaled = arithmetic::multiply(static_cast<int32_t>(sums[i][channel]), scale);
      ASSERT_EQ(static_cast<int32_t>(q[i][channel]), std::clamp(scaled - 5, -128, 127) + 5) << sums[i][channel];
    }
  }
}

TEST(Requantize, TakesTheProductOfOneScalePairInFloat) {
  const double in_float = static_cast<double>(0.031F * 0.0123F) / static_cast<double>(0.27F);
  const double in_double = static_cast<double>(0.031F) * static_cast<double>(0.0123F) / static_cast<double>(0.27F);
  const int32_t one = requantize_scales(0.031F, {0.0123F}, 0.27F)[0].multiplier;
  const int32_t of_many = requantize_scales(0.031F, {0.0123F, 1}, 0.27F)[0].multiplier;
  EXPECT_EQ(one, arithmetic::quantize_multiplier(in_float).multiplier);
  EXPECT_EQ(of_many, arithmetic::quantize_multiplier(in_double).multiplier);
  EXPECT_NE(one, of_many);
}

// Weight 1 on scale 1/127 becomes 127 steps; the output's grid has steps of 2 around zero point -28.
TEST(QuantizedDense, HasTheGradientOfTheScaledClamp) {
  const std::vector<float> scales{1.0F / 127};
  const torch::Tensor weights = torch::ones({1, 1}).requires_grad_();
  const torch::Tensor bias = torch::zeros({1}).requires_grad_();
  torch::Tensor input = torch::tensor({{-100.0F}, {-3.0F}, {0.0F}, {20.0F}, {120.0F}}).requires_grad_();
  DenseStep step{4, {2, -28}, dense_integers(weights, bias, 4, scales), {}, {}, {}};
  step.how = {requantize_scales(4, scales, 2), -28, {-28, 127}};
  step.accumulator = accumulate(input.detach(), step.integers);
  step.output = requantize(step.accumulator, step.how);
  const torch::Tensor output = with_gradient(step, {input, weights, bias, {}, {}});
  EXPECT_TRUE(output.equal(torch::tensor({{0.0F}, {0.0F}, {0.0F}, {40.0F}, {155.0F}})));
  (output * torch::tensor({{1.0F}, {2.0F}, {3.0F}, {4.0F}, {5.0F}})).sum().backward();
  // y = (4 * 127 * w_q / 127 * x + b) / 2 inside the limits: 2 per step of x, 2 x per unit of w, 1/2 per unit of b.
  const torch::Tensor by_input = torch::tensor({{0.0F}, {0.0F}, {6.0F}, {8.0F}, {0.0F}});
  // The scale 4 / 127 in float32 is off by up to 2^-24 of itself.
  EXPECT_TRUE(torch::allclose(input.grad(), by_input, 1e-6, 0));
  EXPECT_TRUE(weights.grad().equal(torch::tensor({{2 * 20 * 4.0F}})));
  EXPECT_TRUE(bias.grad().equal(torch::tensor({3.5F})));
}

TEST(QuantizedDense, NamesTheLayerWhoseWeightsAreNoNumbers) {
  QuantizedDense dense(QuantizedDenseOptions{block({1, 1, FusedActivation::kNone, false, 0}), false, {}, false});
  dense->copy({torch::full({1, 1}, std::nanf("")), torch::zeros({1})});
  try {
    dense->forward(quantize(torch::ones({1, 1}), {1, 0}), Ranges::kFollow);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "quantisation: the weights of layer 'dense_1' grew beyond all numbers; lower the learning_rate of "
                 "quantization.training");
  }
}

TEST(QuantizedDense, OutputGridIsNeverFinerThanTheAccumulator) {
  QuantizedDense dense(QuantizedDenseOptions{block({2, 2, FusedActivation::kRelu, false, 0}), false, {}, false});
  dense->copy({torch::tensor({{1.27F, 0.0F}, {0.0F, 1.27F}}), torch::tensor({-100.0F, -100.0F})});
  const IntegerActivation input = quantize(torch::ones({1, 2}), activation_grid(0, 1));
  dense->calibrate({input});  // relu leaves only zeros
  const IntegerActivation output = dense->forward(input, Ranges::kHeld);
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
