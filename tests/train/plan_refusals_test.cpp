// What makes no network, each refused with the sentence a person reads.
#include <gtest/gtest.h>

#include "configs/support/error.h"
#include "tests/train/layers.h"
#include "train/models/plan.h"

namespace bitstill::train {
namespace {

using tests::layer;
using tests::network;
using tests::refusal;

const NetworkPurpose kImages{{28, 28, 1}, 10, true};
const NetworkPurpose kClasses{{4}, 10, true};
const NetworkPurpose kValue{{1}, 1, false};

TEST(PlanRefuses, DenseOnAnImage) {
  EXPECT_EQ(refusal(network({layer("dense", 10)}), kImages),
            "net.yaml:1:5: dense needs a flat input but gets [28, 28, 1]; add a flatten before it");
}

TEST(PlanRefuses, BatchNormAwayFromDense) {
  EXPECT_EQ(refusal(network({layer("dense", 10), layer("relu"), layer("batch_norm")}), kClasses),
            "net.yaml:3:5: batch_norm must directly follow dense or a convolution; move it there");
  EXPECT_EQ(refusal(network({layer("batch_norm"), layer("dense", 10)}), kClasses),
            "net.yaml:1:5: batch_norm must directly follow dense or a convolution; move it there");
}

TEST(PlanRefuses, BatchNormWithBatchesOfOne) {
  auto config = network({layer("dense", 4), layer("batch_norm"), layer("dense", 10)});
  config.training.batch_size = 1;
  EXPECT_EQ(refusal(config, kClasses),
            "net.yaml:2:5: batch_norm needs batches of at least 2 samples; raise the network's training.batch_size");
}

TEST(PlanRefuses, ReluAwayFromDense) {
  EXPECT_EQ(refusal(network({layer("relu"), layer("dense", 10)}), kClasses),
            "net.yaml:1:5: relu must directly follow dense, a convolution, batch_norm or residual; move it there");
  EXPECT_EQ(refusal(network({layer("dense", 4), layer("relu"), layer("relu6"), layer("dense", 10)}), kClasses),
            "net.yaml:3:5: relu6 must directly follow dense, a convolution, batch_norm or residual; move it there");
}

TEST(PlanRefuses, AnythingAfterSoftmax) {
  EXPECT_EQ(refusal(network({layer("dense", 10), layer("softmax"), layer("dense", 10)}), kClasses),
            "net.yaml:3:5: dense follows softmax, which must be the last layer; move softmax to the end");
}

TEST(PlanRefuses, SoftmaxForValues) {
  EXPECT_EQ(refusal(network({layer("dense", 1), layer("softmax")}), kValue),
            "net.yaml:2:5: softmax gives class probabilities but the dataset has values to predict; remove it");
}

TEST(PlanRefuses, AClassifierWithoutLogits) {
  EXPECT_EQ(refusal(network({layer("dense", 10), layer("relu")}), kClasses),
            "net.yaml:2:5: a classifier must end with dense or softmax, so that training sees its logits; remove relu "
            "after the last dense layer");
  EXPECT_EQ(refusal(network({layer("dense", 10), layer("sigmoid"), layer("softmax")}), kClasses),
            "net.yaml:2:5: a classifier must end with dense or softmax, so that training sees its logits; remove "
            "sigmoid after the last dense layer");
}

TEST(PlanRefuses, AnOutputOfTheWrongSize) {
  EXPECT_EQ(refusal(network({layer("dense", 16), layer("relu"), layer("dense", 9), layer("softmax")}), kClasses),
            "net.yaml:3:5: the last dense layer has 9 units but the dataset needs 10 outputs; set units to 10");
}

TEST(PlanRefuses, NothingToTrain) {
  EXPECT_EQ(refusal(network({}), kValue),
            "net.yaml:1:1: the network has no layers; list at least one, as in '- dense: {units: 16}'");
  EXPECT_EQ(refusal(network({layer("flatten")}), kValue),
            "net.yaml:1:1: the network has no dense layer; add one, as in '- dense: {units: 16}'");
  EXPECT_EQ(refusal(network({layer("tanh"), layer("dense", 1)}), kValue),
            "net.yaml:1:5: tanh needs a dense or convolution layer before it; add one");
}

TEST(PlanRefuses, MoreWeightsThanAMachineHolds) {
  EXPECT_EQ(refusal(network({layer("dense", 65536), layer("dense", 65536), layer("dense", 1)}), kValue),
            "net.yaml:2:5: dense on [65536] has more than 200000000 parameters; use fewer units");
}

}  // namespace
}  // namespace bitstill::train
