// Convolutions and pools on images small enough to compute by hand. Layers see images as [n, channels, height, width].
#include <gtest/gtest.h>

#include "tests/train/layers.h"
#include "train/layers/layers.h"

namespace bitstill::train {
namespace {

using tests::conv_2d;
using tests::pool;

// 1 2 3 4 / 5 6 7 8 / ...
torch::Tensor counted(int64_t side) { return torch::arange(1.0F, side * side + 1.0F).reshape({1, 1, side, side}); }

// The layer alone, its weights all ones and its bias zero, on one image of one channel.
torch::Tensor run(const configs::LayerConfig& config, const torch::Tensor& x) {
  const torch::NoGradGuard no_gradients;
  const auto network = tests::network({config});
  const NetworkPurpose purpose{{x.size(2), x.size(3), 1}, 1, false};
  PlanBuilder builder(network, purpose);
  plan_layer(builder, config);
  const auto layer = make_layer(builder.plan().blocks[0]);
  if (config.kind == "conv_2d") {
    layer->parameters()[0].fill_(1);
    layer->parameters()[1].fill_(0);
  }
  return layer->forward(x);
}

torch::Tensor image(std::vector<float> values, int64_t side) {
  return torch::tensor(values).reshape({1, 1, side, side});
}

TEST(Conv2D, PadsZerosOnAllSidesForAnOddKernel) {
  EXPECT_TRUE(run(conv_2d(1, 3), counted(3)).equal(image({12, 21, 16, 27, 45, 33, 24, 39, 28}, 3)));
}

TEST(Conv2D, PadsTheOddZeroAtTheBottomAndRight) {
  EXPECT_TRUE(run(conv_2d(1, 3, 2), counted(4)).equal(image({54, 45, 72, 54}, 2)));
  EXPECT_TRUE(run(conv_2d(1, 2), counted(2)).equal(image({10, 6, 7, 4}, 2)));
}

TEST(Conv2D, StaysInsideTheImageWhenValid) {
  EXPECT_TRUE(run(conv_2d(1, 3, 1, "valid"), counted(4)).equal(image({54, 63, 90, 99}, 2)));
  EXPECT_TRUE(run(conv_2d(1, 2, 2, "valid"), counted(5)).equal(image({16, 24, 56, 64}, 2)));
}

TEST(MaxPool, TakesTheLargestOfEachWindow) {
  EXPECT_TRUE(run(pool("max_pool", 2, 2), counted(4)).equal(image({6, 8, 14, 16}, 2)));
  EXPECT_TRUE(run(pool("max_pool", 2, 2), counted(5)).equal(image({7, 9, 17, 19}, 2)));
  EXPECT_TRUE(run(pool("max_pool", 2, 1), counted(3)).equal(image({5, 6, 8, 9}, 2)));
}

TEST(AveragePool, TakesTheMeanOfEachWindow) {
  EXPECT_TRUE(run(pool("average_pool", 2, 2), counted(4)).equal(image({3.5F, 5.5F, 11.5F, 13.5F}, 2)));
}

TEST(GlobalAveragePool, LeavesOneValuePerChannel) {
  const torch::Tensor x = torch::cat({counted(4), counted(4) * 2}, 1);
  EXPECT_TRUE(make_global_average_pool({BlockKind::kGlobalAveragePool, "", {4, 4, 2}, {2}})
                  ->forward(x)
                  .equal(torch::tensor({{8.5F, 17.0F}})));
}

}  // namespace
}  // namespace bitstill::train
