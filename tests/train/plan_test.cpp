// Shapes, names and counts of planned networks.
#include "train/models/plan.h"

#include <gtest/gtest.h>

#include "tests/train/layers.h"

namespace bitstill::train {
namespace {

using tests::layer;
using tests::network;

TEST(Plan, FusesBatchNormAndReluIntoTheDenseBeforeThem) {
  const auto plan = plan_network(
      network({layer("flatten"), layer("dense", 64), layer("batch_norm"), layer("relu"), layer("dropout", 0, 0.5),
               layer("dense", 32), layer("relu6"), layer("dense", 10), layer("softmax")}),
      {{28, 28, 1}, 10, true});
  ASSERT_EQ(plan.blocks.size(), 6u);
  EXPECT_EQ(plan.blocks[0].output_shape, (datasets::Shape{784}));
  EXPECT_EQ(plan.blocks[1].name, "dense_1");
  EXPECT_TRUE(plan.blocks[1].batch_norm);
  EXPECT_EQ(plan.blocks[1].activation, FusedActivation::kRelu);
  EXPECT_EQ(plan.blocks[2].rate, 0.5);
  EXPECT_EQ(plan.blocks[3].activation, FusedActivation::kRelu6);
  EXPECT_FALSE(plan.blocks[4].batch_norm);
  EXPECT_TRUE(plan.ends_with_softmax());
  EXPECT_EQ(plan.parameters(), 784 * 64 + 64 + 64 * 32 + 32 + 32 * 10 + 10);
  EXPECT_EQ(plan.widths(), "784-64-32-10");
}

TEST(Plan, CountsTheParametersOfTheSineStudent) {
  const auto plan =
      plan_network(network({layer("dense", 16), layer("relu"), layer("dense", 16), layer("relu"), layer("dense", 1)}),
                   {{1}, 1, false});
  EXPECT_EQ(plan.parameters(), 321);
}

TEST(Plan, SummaryNamesEveryBlockWithItsShapeAndParameters) {
  const auto plan =
      plan_network(network({layer("dense", 3), layer("batch_norm"), layer("relu"), layer("dense", 2)}), {{4}, 2, true});
  EXPECT_EQ(plan.summary(),
            "layer                              output           parameters\n"
            "input                              [4]                       0\n"
            "dense_1 + batch_norm + relu        [3]                      15\n"
            "dense_2                            [2]                       8\n"
            "total                                                       23\n");
}

TEST(Plan, AllowsSigmoidAndTanhAfterDense) {
  const auto plan =
      plan_network(network({layer("dense", 4), layer("tanh"), layer("dense", 1), layer("sigmoid")}), {{2}, 1, false});
  EXPECT_EQ(plan.blocks[1].kind, BlockKind::kTanh);
  EXPECT_EQ(plan.blocks[3].name, "sigmoid_1");
}

}  // namespace
}  // namespace bitstill::train
