// Learned scales: the gradients of the paper, and the bounds they keep.
#include "distill/quantize/learned_scale.h"

#include <gtest/gtest.h>

#include "distill/quantize/quantized_dense.h"
#include "distill/quantize/straight_through.h"
#include "tests/distill/gradient.h"

namespace bitstill::distill {
namespace {

constexpr int64_t kSamples = 20, kInputs = 8, kOutputs = 3;

struct Layer {
  QuantizedDense dense{nullptr};
  IntegerActivation input;
  torch::Tensor weights, bias;

  torch::Tensor parameter(const std::string& name) const { return dense->named_parameters()[name]; }
  torch::Tensor buffer(const std::string& name) const { return dense->named_buffers()[name]; }
};

Layer relu_layer(bool per_channel) {
  torch::manual_seed(12);
  train::Block block{train::BlockKind::kDense, "dense_1", {kInputs}, {kOutputs}};
  block.activation = train::FusedActivation::kRelu;
  Layer layer{QuantizedDense(QuantizedDenseOptions{block, per_channel, {}, true}),
              quantize(torch::randn({kSamples, kInputs}), activation_grid(-3, 3)), torch::randn({kOutputs, kInputs}),
              torch::randn({kOutputs})};
  layer.dense->copy({layer.weights, layer.bias});
  layer.dense->calibrate({layer.input});
  return layer;
}

// s * clamp(v / s + r, low, high), where r is what rounding added at the scale `at`: rounding stands still while s
// moves, as the paper's gradient has it.
torch::Tensor frozen_rounding(const torch::Tensor& v, const torch::Tensor& scale, const torch::Tensor& at, double low,
                              double high) {
  const torch::Tensor added = round_half_away(v / at) - v / at;
  const torch::Tensor inside = (v / at > low).logical_and(v / at < high);
  return scale * torch::where(inside, v / scale + added, torch::clamp(v / at, low, high));
}

class LearnedScales : public testing::TestWithParam<bool> {};

TEST_P(LearnedScales, HaveThePapersGradients) {
  Layer layer = relu_layer(GetParam());
  {
    // Smaller scales than calibrated, so that some weights and some outputs saturate.
    const torch::NoGradGuard no_gradients;
    layer.parameter("weight_scale.ratio").fill_(0.8);
    layer.parameter("output_scale.ratio").fill_(0.7);
  }
  const torch::Tensor outer = torch::randn({kSamples, kOutputs}, torch::kDouble);
  const IntegerActivation output = layer.dense->forward(layer.input, Ranges::kFollow);
  (output.real() * outer).sum().backward();

  const DenseIntegers integers = layer.dense->integers(layer.input.grid.scale);
  const torch::Tensor weight_scale = torch::tensor(integers.scales).to(torch::kDouble);
  const torch::Tensor output_scale = torch::tensor({output.grid.scale}).to(torch::kDouble);
  const torch::Tensor x = layer.input.values.to(torch::kDouble) * layer.input.grid.scale;
  const torch::Tensor bias_scale = torch::tensor(integers.bias_scales).to(torch::kDouble);
  const torch::Tensor bias = torch::tensor(integers.bias, torch::kDouble) * bias_scale;
  const double low = 0, high = 127 - output.grid.zero_point;
  const auto loss = [&](const torch::Tensor& of_weights, const torch::Tensor& of_output) {
    const torch::Tensor weights = frozen_rounding(layer.weights.to(torch::kDouble), of_weights.unsqueeze(1),
                                                  weight_scale.unsqueeze(1), -127, 127);
    const torch::Tensor frozen = frozen_rounding(layer.weights.to(torch::kDouble), weight_scale.unsqueeze(1),
                                                 weight_scale.unsqueeze(1), -127, 127);
    const torch::Tensor start = torch::linear(x, frozen, bias), sums = torch::linear(x, weights, bias);
    // The output's rounding and its limits are those of the start as well.
    const torch::Tensor added = round_half_away(start / output_scale) - start / output_scale;
    const torch::Tensor inside = (start / output_scale > low).logical_and(start / output_scale < high);
    const torch::Tensor steps =
        torch::where(inside, sums / of_output + added, torch::clamp(start / output_scale, low, high));
    return (of_output * steps * outer).sum();
  };
  const torch::Tensor by_weights =
      tests::numeric_gradient([&](const torch::Tensor& s) { return loss(s, output_scale); }, weight_scale, 1e-6);
  const torch::Tensor by_output =
      tests::numeric_gradient([&](const torch::Tensor& s) { return loss(weight_scale, s); }, output_scale, 1e-6);

  // gain = 1 / (calibrated * sqrt(N * Qp)), N the numbers that share a scale. float32 against central differences.
  const torch::Tensor expected_weights = by_weights * layer.buffer("weight_scale.gain");
  const torch::Tensor expected_output = by_output * layer.buffer("output_scale.gain");
  EXPECT_TRUE(torch::allclose(layer.parameter("weight_scale.ratio").grad().to(torch::kDouble), expected_weights, 1e-3))
      << layer.parameter("weight_scale.ratio").grad() << expected_weights;
  EXPECT_TRUE(torch::allclose(layer.parameter("output_scale.ratio").grad().to(torch::kDouble), expected_output, 1e-3))
      << layer.parameter("output_scale.ratio").grad() << expected_output;
}

INSTANTIATE_TEST_SUITE_P(WeightScales, LearnedScales, testing::Values(false, true),
                         [](const auto& info) { return info.param ? "PerChannel" : "PerTensor"; });

TEST(LearnedScale, HasThePapersGradientScaleOverTheCalibratedScale) {
  LearnedScale scale(2);
  scale->start({0.5F, 0.25F}, 100, 4);
  EXPECT_EQ(scale->scales(), (std::vector<float>{0.5F, 0.25F}));
  EXPECT_TRUE(scale->gain().equal(torch::tensor({2.0F / 20, 4.0F / 20})));
}

TEST(LearnedScale, ChangesNothingBeforeItIsTrained) {
  Layer layer = relu_layer(false);
  QuantizedDense observed(QuantizedDenseOptions{
      {train::BlockKind::kDense, "dense_1", {kInputs}, {kOutputs}, false, train::FusedActivation::kRelu},
      false,
      {},
      false});
  observed->copy({layer.weights, layer.bias});
  observed->calibrate({layer.input});
  const IntegerActivation expected = observed->forward(layer.input, Ranges::kHeld);
  const IntegerActivation learned = layer.dense->forward(layer.input, Ranges::kHeld);
  EXPECT_EQ(learned.grid, expected.grid);
  EXPECT_TRUE(learned.values.equal(expected.values));
}

TEST(LearnedScale, OutputNeverBecomesFinerThanTheAccumulator) {
  Layer layer = relu_layer(true);
  {
    const torch::NoGradGuard no_gradients;
    layer.parameter("output_scale.ratio").fill_(-1);
  }
  const IntegerActivation output = layer.dense->forward(layer.input, Ranges::kFollow);
  const DenseIntegers integers = layer.dense->integers(layer.input.grid.scale);
  EXPECT_EQ(output.grid.scale, *std::max_element(integers.bias_scales.begin(), integers.bias_scales.end()));
  // At its bound the scale may only grow again: a gradient that asks for less is not passed on.
  output.real().square().sum().backward();
  EXPECT_LE(layer.parameter("output_scale.ratio").grad().item<float>(), 0);
}

}  // namespace
}  // namespace bitstill::distill
