// Cross-layer equalisation: the same function from weights that round better.
#include "distill/quantize/equalize.h"

#include <gtest/gtest.h>

#include "distill/quantize/quantized_student.h"
#include "tests/train/layers.h"

namespace bitstill::distill {
namespace {

using tests::layer;

train::NetworkPlan plan(const char* activation) {
  return train::plan_network(tests::network({layer("dense", 6), layer(activation), layer("dense", 3)}),
                             {{4}, 3, false});
}

std::vector<FoldedDense> folded(const train::Network& network) {
  std::vector<FoldedDense> layers;
  for (const train::LayerWeights& weights : network.weights()) layers.push_back(fold_batch_norm(weights));
  return layers;
}

// The same function as before, badly scaled: channels of the first layer differ by factors up to 243.
void spoil(train::Network& network) {
  const torch::NoGradGuard no_gradients;
  const torch::Tensor factors = torch::pow(3.0F, torch::arange(6, torch::kFloat));
  network.dense_layers()[0].linear->weight.mul_(factors.unsqueeze(1));
  network.dense_layers()[0].linear->bias.mul_(factors);
  network.dense_layers()[1].linear->weight.div_(factors);
}

TEST(Equalize, GivesBothSidesOfEveryChannelTheSameRange) {
  torch::manual_seed(3);
  train::Network network(plan("relu"));
  spoil(network);
  std::vector<FoldedDense> layers = folded(network);
  equalize(layers, network.plan());
  // Square roots and quotients of float32.
  EXPECT_TRUE(torch::allclose(layers[0].weights.abs().amax(1), layers[1].weights.abs().amax(0), 1e-5, 0));
}

TEST(Equalize, LeavesTheFunctionAsItWas) {
  torch::manual_seed(3);
  train::Network network(plan("relu"));
  spoil(network);
  const torch::Tensor x = torch::randn({100, 4});
  std::vector<FoldedDense> layers = folded(network);
  equalize(layers, network.plan());
  const torch::Tensor y = torch::linear(torch::relu(torch::linear(x, layers[0].weights, layers[0].bias)),
                                        layers[1].weights, layers[1].bias);
  // Every weight is rounded once more to float32: outputs of about 1 from sums of ten products.
  EXPECT_TRUE(torch::allclose(y, network.forward(x), 0, 1e-5));
}

TEST(Equalize, LeavesLayersAloneThatScalingDoesNotPassThrough) {
  for (const char* activation : {"relu6", "sigmoid", "tanh"}) {
    torch::manual_seed(3);
    train::Network network(plan(activation));
    spoil(network);
    std::vector<FoldedDense> layers = folded(network);
    equalize(layers, network.plan());
    EXPECT_TRUE(layers[0].weights.equal(network.dense_layers()[0].linear->weight)) << activation;
    EXPECT_TRUE(layers[1].weights.equal(network.dense_layers()[1].linear->weight)) << activation;
  }
}

TEST(Equalize, LeavesDeadChannelsAlone) {
  torch::manual_seed(3);
  train::Network network(plan("relu"));
  {
    const torch::NoGradGuard no_gradients;
    network.dense_layers()[0].linear->weight[2].zero_();
    network.dense_layers()[1].linear->weight.select(1, 4).zero_();
  }
  std::vector<FoldedDense> layers = folded(network);
  equalize(layers, network.plan());
  EXPECT_TRUE(layers[0].bias[2].equal(network.dense_layers()[0].linear->bias[2]));
  EXPECT_TRUE(layers[0].weights[4].equal(network.dense_layers()[0].linear->weight[4]));
  EXPECT_TRUE(layers[0].weights.isfinite().all().item<bool>());
}

TEST(Equalize, LetsABadlyScaledNetworkRoundWell) {
  torch::manual_seed(3);
  train::Network network(plan("relu"));
  spoil(network);
  const torch::Tensor x = torch::randn({500, 4});
  const auto error = [&](bool equalized) {
    configs::QuantizationConfig config;
    config.equalize = equalized;
    QuantizedStudent quantized(network.plan(), config);
    quantized.copy_folded(network);
    quantized.calibrate(x);
    quantized.eval();
    return (quantized.forward(x) - network.forward(x)).square().mean().sqrt().item<double>();
  };
  EXPECT_LT(error(true) * 3, error(false));
}

}  // namespace
}  // namespace bitstill::distill
