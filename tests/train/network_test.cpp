// The float network's forward pass and its start.
#include "train/models/network.h"

#include <gtest/gtest.h>

#include "tests/train/layers.h"

namespace bitstill::train {
namespace {

using tests::layer;

TEST(Network, StartsAsIfInputsWereStandardised) {
  torch::manual_seed(1);
  Network network(plan_network(tests::network({layer("dense", 4), layer("tanh"), layer("dense", 1)}), {{1}, 1, false}));
  const torch::Tensor x = torch::linspace(0, 6.28F, 101).unsqueeze(1);
  const torch::Tensor expected = network.forward((x - x.mean()) / x.std(false)).detach();
  network.start_from(x);
  // The same real numbers, other float32 roundings.
  EXPECT_TRUE(torch::allclose(network.forward(x), expected, 0, 1e-5));
}

TEST(Network, StartsUnchangedOnConstantInputs) {
  Network network(plan_network(tests::network({layer("dense", 1)}), {{1}, 1, false}));
  const torch::Tensor x = torch::full({8, 1}, 3.0F);
  const torch::Tensor before = network.forward(x).detach().clone();
  network.start_from(x);
  EXPECT_TRUE(network.forward(x).equal(before));
}

TEST(Network, GivesLogitsAndLeavesSoftmaxToTheDevice) {
  Network network(plan_network(tests::network({layer("dense", 3), layer("softmax")}), {{2}, 3, true}));
  const torch::Tensor x = torch::randn({5, 2});
  const auto& dense = network.dense_layers().front().linear;
  EXPECT_TRUE(network.forward(x).equal(torch::linear(x, dense->weight, dense->bias)));
}

TEST(Network, DropsOnlyWhileTraining) {
  torch::manual_seed(1);
  Network network(plan_network(tests::network({layer("dropout", 0, 0.5), layer("dense", 1)}), {{64}, 1, false}));
  const torch::Tensor x = torch::ones({1, 64});
  network.train();
  EXPECT_FALSE(network.forward(x).equal(network.forward(x)));
  network.eval();
  EXPECT_TRUE(network.forward(x).equal(network.forward(x)));
}

}  // namespace
}  // namespace bitstill::train
