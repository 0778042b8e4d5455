// residual and concatenate: what they join, what may be fused, and what they refuse.
#include <gtest/gtest.h>

#include "configs/support/error.h"
#include "tests/train/layers.h"
#include "train/models/network.h"

namespace bitstill::train {
namespace {

using tests::concatenate;
using tests::conv_2d;
using tests::layer;
using tests::network;
using tests::refusal;
using tests::residual;

const NetworkPurpose kPair{{2}, 2, false};

// Every weight matrix becomes the identity times its number, counted from 1; biases become 0.
Network counted(const configs::NetworkConfig& config, const NetworkPurpose& purpose) {
  const torch::NoGradGuard no_gradients;
  Network network(plan_network(config, purpose));
  float factor = 1;
  for (const DenseLayers& dense : network.dense_layers()) {
    const torch::Tensor& weight = dense.linear->weight;
    weight.zero_();
    weight.fill_diagonal_(factor++);
    dense.linear->bias.zero_();
  }
  return network;
}

TEST(Residual, AddsItsLayersToTheInput) {
  Network plain = counted(network({residual({layer("dense", 2), layer("dense", 2)}), layer("dense", 2)}), kPair);
  EXPECT_TRUE(plain.forward(torch::tensor({{1.0F, -2.0F}})).equal(torch::tensor({{9.0F, -18.0F}})));  // 3 (1 * 2 + 1) x
}

TEST(Residual, AddsItsLayersToItsShortcutAndThenClamps) {
  Network projected =
      counted(network({residual({layer("dense", 2)}, {layer("dense", 2)}), layer("relu"), layer("dense", 2)}), kPair);
  EXPECT_EQ(projected.plan().blocks[2].activation, FusedActivation::kRelu);
  EXPECT_TRUE(projected.forward(torch::tensor({{1.0F, -2.0F}})).equal(torch::tensor({{9.0F, 0.0F}})));  // 3 (1 + 2) x
}

TEST(Concatenate, JoinsChannelsInTheOrderOfItsBranches) {
  Network joined =
      counted(network({layer("dense", 2), concatenate({{}, {layer("dense", 2)}}), layer("dense", 2)}), {{2}, 2, false});
  ASSERT_EQ(joined.plan().blocks[2].output_shape, (datasets::Shape{4}));
  EXPECT_TRUE(joined.forward_blocks(torch::tensor({{1.0F, 3.0F}}))[2].equal(torch::tensor({{1.0F, 3.0F, 2.0F, 6.0F}})));
}

TEST(Concatenate, JoinsChannelsOfImages) {
  Network joined(
      plan_network(network({concatenate({{conv_2d(2, 1)}, {conv_2d(3, 3)}}), layer("flatten"), layer("dense", 1)}),
                   {{4, 5, 2}, 1, false}));
  EXPECT_EQ(joined.plan().blocks[2].output_shape, (datasets::Shape{4, 5, 5}));
  EXPECT_EQ(joined.forward(torch::randn({3, 4, 5, 2})).sizes(), (std::vector<int64_t>{3, 1}));
}

// A relu inside the block before would change what the shortcut reads.
TEST(BranchesRefuse, AReluThatWouldFuseIntoWhatOthersRead) {
  EXPECT_EQ(refusal(network({layer("dense", 2), residual({layer("relu"), layer("dense", 2)})}), kPair),
            ": relu must directly follow dense, a convolution, batch_norm or residual; move it there");
}

TEST(BranchesRefuse, ShapesThatDoNotMeet) {
  EXPECT_EQ(
      refusal(network({residual({layer("dense", 3)}), layer("dense", 2)}), kPair),
      "net.yaml:1:5: residual adds [3] to a shortcut of [2]; give its shortcut a conv_2d with the same filters and "
      "strides");
  EXPECT_EQ(refusal(network({concatenate({{conv_2d(2, 1)}, {conv_2d(3, 1, 2)}})}), {{4, 4, 1}, 2, false}),
            "net.yaml:1:5: concatenate joins [4, 4, 2] and [2, 2, 3]; make all but the last number equal");
}

TEST(BranchesRefuse, ConcatenationsOfGridsThatAreGiven) {
  const std::string sentence =
      "net.yaml:1:5: concatenate joins branches on one int8 scale, but one of them ends with the network's input, "
      "sigmoid or tanh, whose scale is fixed; end it with a dense or convolution layer";
  EXPECT_EQ(refusal(network({concatenate({{}, {layer("dense", 2)}})}), kPair), sentence);
  EXPECT_EQ(refusal(network({concatenate({{layer("dense", 2), layer("tanh")}, {layer("dense", 2)}})}), kPair),
            sentence);
}

TEST(BranchesRefuse, ReshapesToAnotherNumberOfValues) {
  EXPECT_EQ(refusal(network({tests::reshape({7, 7})}), {{50}, 2, false}),
            "net.yaml:1:5: reshape makes [7, 7] of [50], 49 values of 50; give it a shape of 50 values");
}

TEST(BranchesRefuse, AnEndOfTheWrongSize) {
  EXPECT_EQ(refusal(network({layer("dense", 2), concatenate({{}, {layer("dense", 2)}})}), kPair),
            "net.yaml:2:5: the network ends with [4] but the dataset needs 2 outputs; end it with dense: {units: 2}");
}

}  // namespace
}  // namespace bitstill::train
