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

struct Quantized {
  torch::Tensor error;  // outputs minus the float network's
  double step = 0;      // of the output's grid, never finer than one of the bias
};

Quantized quantize_after_training(const configs::QuantizationConfig& config) {
  const torch::NoGradGuard no_gradients;
  train::Network network = badly_scaled();
  QuantizedStudent quantized(network.plan(), config);
  quantized.copy_folded(network);
  quantized.calibrate(inputs());
  if (config.bias_correction) quantized.correct_biases(inputs());
  quantized.eval();
  return {quantized.forward(inputs()) - network.forward(inputs()), quantized.integers().blocks.back().output.scale};
}

double rms(const torch::Tensor& values) { return values.square().mean().sqrt().item<double>(); }

TEST(PostTrainingQuantization, EqualisationRemovesMostOfTheErrorOfBadlyScaledNeurons) {
  configs::QuantizationConfig plain, equalized;
  equalized.equalize = true;
  EXPECT_LT(rms(quantize_after_training(equalized).error), rms(quantize_after_training(plain).error) / 3);
}

TEST(PostTrainingQuantization, BiasCorrectionTakesTheMeanErrorOutOfEveryOutput) {
  configs::QuantizationConfig plain, corrected;
  corrected.bias_correction = true;
  const auto worst_mean = [](const Quantized& quantized) { return quantized.error.mean(0).abs().max().item<double>(); };
  const Quantized before = quantize_after_training(plain), after = quantize_after_training(corrected);
  // Half a step is the rounding of the corrected bias, another half that of the output.
  EXPECT_LT(worst_mean(after), after.step);
  EXPECT_GT(worst_mean(before), before.step);
  EXPECT_LT(rms(after.error), rms(before.error));
}

}  // namespace
}  // namespace bitstill::distill
