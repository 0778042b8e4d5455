// Channels are removed with all that hangs on them: where they had been silent, nobody notices.
#include "train/compress/channels.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/train/layers.h"
#include "train/compress/blocks.h"

namespace bitstill::train {
namespace {

using tests::layer;

NetworkPlan plan(const std::vector<configs::LayerConfig>& layers) {
  return plan_network(tests::network(layers), {{6, 6, 2}, 3, false});
}

// Everything stored for the channels becomes zero, batch norms included.
void silence(Network& network, const ChannelGraph& graph, const std::vector<bool>& removed) {
  const torch::NoGradGuard no_gradients;
  for (size_t g = 0; g < removed.size(); ++g) {
    if (!removed[g]) continue;
    for (const Channel& channel : graph.groups()[g]) {
      const std::string prefix = network.plan().blocks[channel.block].name + ".";
      for (const auto& entry : network.named_parameters()) {
        if (entry.key().rfind(prefix, 0) == 0) torch::Tensor(entry.value())[channel.index].zero_();
      }
    }
  }
}

// Removes every other group; returns the smaller network's plan.
NetworkPlan expect_unnoticed(const std::vector<configs::LayerConfig>& layers) {
  torch::manual_seed(1);
  Network network(plan(layers));
  const torch::Tensor inputs = torch::randn({5, 6, 6, 2});
  network.train();
  for (int i = 0; i < 3; ++i) network.forward(torch::randn({16, 6, 6, 2}));
  network.eval();
  const ChannelGraph graph(network.plan());
  std::vector<size_t> order;
  for (size_t g = 0; g < graph.groups().size(); g += 2) order.push_back(g);
  const std::vector<bool> removed = graph.removal(order, order.size());
  EXPECT_GT(std::ranges::count(removed, true), 1);
  silence(network, graph, removed);
  const auto smaller = graph.network_without(network, removed);
  smaller->eval();
  EXPECT_TRUE(torch::allclose(smaller->forward(inputs), network.forward(inputs), 1e-4, 1e-5));
  EXPECT_LT(smaller->plan().parameters(), network.plan().parameters());
  EXPECT_LT(smaller->plan().macs(), network.plan().macs());
  return smaller->plan();
}

const std::vector<configs::LayerConfig> kEnd{layer("flatten"), layer("dense", 8), layer("relu"), layer("dense", 3)};

std::vector<configs::LayerConfig> with_end(std::vector<configs::LayerConfig> layers) {
  layers.insert(layers.end(), kEnd.begin(), kEnd.end());
  return layers;
}

TEST(Channels, GoThroughBatchNormPoolAndFlatten) {
  const NetworkPlan smaller = expect_unnoticed(
      with_end({tests::conv_2d(6, 3), layer("batch_norm"), layer("relu"), tests::pool("max_pool", 2, 2)}));
  EXPECT_EQ(smaller.blocks[0].outputs(), 3);
  EXPECT_EQ(smaller.blocks[2].outputs(), 3 * 3 * 3);
  EXPECT_EQ(smaller.blocks.back().outputs(), 3);
}

TEST(Channels, GoThroughDepthwiseConvolutions) {
  const NetworkPlan smaller =
      expect_unnoticed(with_end({tests::conv_2d(6, 3), layer("relu"), tests::depthwise_conv_2d(2, 3),
                                 layer("batch_norm"), layer("relu"), tests::conv_2d(4, 1), layer("relu")}));
  EXPECT_EQ(smaller.blocks[1].outputs(), 2 * smaller.blocks[0].outputs());
}

TEST(Channels, OfAResidualGoOnBothSides) {
  const NetworkPlan smaller =
      expect_unnoticed(with_end({tests::conv_2d(6, 3), layer("relu"),
                                 tests::residual({tests::conv_2d(4, 3), layer("relu"), tests::conv_2d(6, 3)}),
                                 layer("relu"), layer("global_average_pool")}));
  EXPECT_EQ(smaller.blocks[0].outputs(), smaller.blocks[2].outputs());
  EXPECT_EQ(smaller.blocks[0].outputs(), 3);
}

TEST(Channels, OfAConcatenationStandInOrder) {
  expect_unnoticed(with_end({tests::concatenate({{tests::conv_2d(5, 3), layer("relu")}, {tests::conv_2d(4, 1)}}),
                             tests::conv_2d(4, 3), layer("relu")}));
}

TEST(Channels, OfInputAndOutputStay) {
  const ChannelGraph graph(plan({tests::depthwise_conv_2d(1, 3), layer("flatten"), layer("dense", 3)}));
  EXPECT_TRUE(graph.groups().empty());
}

TEST(Channels, OneIsLeftInEveryLayer) {
  const ChannelGraph graph(plan(with_end({tests::conv_2d(4, 3)})));
  std::vector<size_t> all(graph.groups().size());
  for (size_t g = 0; g < all.size(); ++g) all[g] = g;
  const NetworkPlan least = graph.plan_without(graph.removal(all, all.size()));
  EXPECT_EQ(least.blocks[0].outputs(), 1);
  EXPECT_EQ(least.blocks[2].outputs(), 1);
  EXPECT_EQ(least.blocks.back().outputs(), 3);
}

TEST(ResidualBlocks, CanGoWhereTheShortcutIsWhatTheSumWouldBe) {
  const auto body = std::vector{tests::conv_2d(4, 3), layer("relu"), tests::conv_2d(4, 3)};
  const NetworkPlan whole = plan(
      with_end({tests::conv_2d(4, 3), layer("relu"), tests::residual(body), layer("relu"), tests::residual(body)}));
  const auto removable = removable_blocks(whole);
  ASSERT_EQ(removable.size(), 2u);
  EXPECT_EQ(removable[0].layers, (std::vector<size_t>{1, 2}));
  const NetworkPlan smaller = plan_without_blocks(whole, {removable[0].add});
  EXPECT_EQ(smaller.blocks.size(), whole.blocks.size() - 3);
  EXPECT_EQ(smaller.blocks[1].sources, std::vector<int>{0});
  EXPECT_EQ(smaller.blocks[1].name, "conv_2d_4");
}

TEST(ResidualBlocks, StayWhereTheReluOfTheSumWouldClampTheShortcut) {
  const NetworkPlan whole =
      plan(with_end({tests::conv_2d(4, 3), tests::residual({tests::conv_2d(4, 3)}), layer("relu")}));
  EXPECT_TRUE(removable_blocks(whole).empty());
}

}  // namespace
}  // namespace bitstill::train
