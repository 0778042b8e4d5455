// Post-training quantisation: what equalisation and bias correction win back.
#include <gtest/gtest.h>

#include "distill/quantize/quantized_student.h"
#include "tests/train/layers.h"

namespace bitstill::distill {
namespace {

using tests::layer;

// Neurons on very different scales: one grid for all weights rounds most of them to nothing.
train::Network badly_scaled() {
  torch::manual_seed(6);
  train::Network network(train::plan_network(
      tests::network({layer("dense", 16), layer("relu"), layer("dense", 8), layer("relu"), layer("dense", 4)}),
      {{6}, 4, false}));
  const torch::NoGradGuard no_gradients;
  for (const auto& [first, second] : {std::pair{0, 1}, {1, 2}}) {
    const auto& layers = network.dense_layers();
    torch::Tensor into = layers[static_cast<size_t>(first)].linear->weight;
    torch::Tensor out_of = layers[static_cast<size_t>(second)].linear->weight;
    const torch::Tensor factors = torch::logspace(-1.5, 1.5, into.size(0));
    into.mul_(factors.unsqueeze(1));
    layers[static_cast<size_t>(first)].linear->bias.mul_(factors);
    out_of.div_(factors);
  }
  network.eval();
  return network;
}

torch::Tensor inputs() {
  torch::manual_seed(9);
  return torch::rand({512, 6});  // never negative: rounding errors of the weights do not cancel
}

// Outputs minus the float network's, after post-training quantisation.
torch::Tensor error(const configs::QuantizationConfig& config) {
  const torch::NoGradGuard no_gradients;
  train::Network network = badly_scaled();
  QuantizedStudent quantized(network.plan(), config);
  quantized.copy_folded(network);
  quantized.calibrate(inputs());
  if (config.bias_correction) quantized.correct_biases(inputs());
  quantized.eval();
  return quantized.forward(inputs()) - network.forward(inputs());
}

double rms(const torch::Tensor& values) { return values.square().mean().sqrt().item<double>(); }

TEST(PostTrainingQuantization, EqualisationRemovesMostOfTheErrorOfBadlyScaledNeurons) {
  configs::QuantizationConfig plain, equalized;
  equalized.equalize = true;
  EXPECT_LT(rms(error(equalized)), rms(error(plain)) / 3);
}

TEST(PostTrainingQuantization, BiasCorrectionTakesTheMeanErrorOutOfEveryOutput) {
  configs::QuantizationConfig plain, corrected;
  corrected.bias_correction = true;
  const torch::Tensor before = error(plain), after = error(corrected);
  // What is left is the output's own rounding, at most half a step of a grid of 255 steps, on average far less.
  const double range = (badly_scaled().forward(inputs()).max() - badly_scaled().forward(inputs()).min()).item<double>();
  EXPECT_GT(before.mean(0).abs().max().item<double>(), range / 255);
  EXPECT_LT(after.mean(0).abs().max().item<double>(), range / 255 / 2);
  EXPECT_LT(rms(after), rms(before));
}

}  // namespace
}  // namespace bitstill::distill
