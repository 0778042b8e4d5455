// Laying parameters end to end changes nothing that is computed.
#include "train/loop/flat_parameters.h"

#include <gtest/gtest.h>

#include "tests/train/layers.h"
#include "train/loop/checkpoint.h"
#include "train/loop/losses.h"
#include "train/models/network.h"

namespace bitstill::train {
namespace {

Network network() {
  torch::manual_seed(3);
  return Network(plan_network(tests::network({tests::layer("dense", 5), tests::layer("batch_norm"),
                                              tests::layer("relu"), tests::layer("dense", 1)}),
                              {{2}, 1, false}));
}

void take_steps(Network& network, torch::optim::Optimizer& optimizer, const std::function<void()>& zero) {
  torch::manual_seed(4);
  for (int i = 0; i < 3; ++i) {
    zero();
    const torch::Tensor x = torch::randn({8, 2});
    supervised_loss(network.forward(x), tests::samples(x, x.sum(1, true))).backward();
    optimizer.step();
  }
}

TEST(FlatParameters, AnOptimiserMovesTheSameWay) {
  configs::OptimizerConfig config;
  config.kind = "adamw";
  config.weight_decay = 0.1;
  Network plain = network(), flat = network();
  const auto optimizer = make_optimizer(config, group_parameters(plain.parameters()));
  take_steps(plain, *optimizer, [&] { optimizer->zero_grad(); });
  {
    FlatParameters parameters(flat);
    EXPECT_EQ(parameters.groups().decayed.size(), 1u);
    const auto one = make_optimizer(config, parameters.groups());
    take_steps(flat, *one, [&] { parameters.zero_gradients(); });
  }
  const auto expected = Snapshot(plain).tensors(), found = Snapshot(flat).tensors();
  for (size_t i = 0; i < expected.size(); ++i) EXPECT_TRUE(expected[i].equal(found[i])) << "tensor " << i;
}

TEST(FlatParameters, EveryParameterOwnsItsMemoryAfterwards) {
  Network flat = network();
  { const FlatParameters parameters(flat); }
  for (const torch::Tensor& parameter : flat.parameters()) {
    EXPECT_EQ(parameter.storage().nbytes(), static_cast<size_t>(parameter.numel()) * sizeof(float));
  }
}

}  // namespace
}  // namespace bitstill::train
