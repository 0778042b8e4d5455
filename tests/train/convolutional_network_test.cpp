// Networks that read images: shapes, counts, the order of flattened values, and that they learn.
#include <gtest/gtest.h>

#include "configs/support/error.h"
#include "configs/support/files.h"
#include "tests/train/layers.h"
#include "train/loop/trainer.h"
#include "train/models/network.h"

namespace bitstill::train {
namespace {

using tests::conv_2d;
using tests::layer;
using tests::network;
using tests::pool;

configs::NetworkConfig classifier() {
  return network({conv_2d(16, 3), layer("batch_norm"), layer("relu"), pool("max_pool", 2, 2),
                  conv_2d(32, 5, 2, "valid"), layer("relu6"), layer("dropout", 0, 0.1), pool("average_pool", 2, 1),
                  layer("flatten"), layer("dense", 10), layer("softmax")});
}

TEST(ConvolutionalPlan, InfersShapesAndCountsParameters) {
  EXPECT_EQ(plan_network(classifier(), {{28, 28, 1}, 10, true}).summary(),
            "layer                              output           parameters\n"
            "input                              [28, 28, 1]               0\n"
            "conv_2d_1 + batch_norm + relu      [28, 28, 16]            160\n"
            "max_pool_1                         [14, 14, 16]              0\n"
            "conv_2d_2 + relu6                  [5, 5, 32]            12832\n"
            "dropout_1                          [5, 5, 32]                0\n"
            "average_pool_1                     [4, 4, 32]                0\n"
            "flatten_1                          [512]                     0\n"
            "dense_1                            [10]                   5130\n"
            "softmax_1                          [10]                      0\n"
            "total                                                    18122\n");
}

TEST(ConvolutionalPlan, WritesAConvolutionsWidthAsFiltersAndKernel) {
  EXPECT_EQ(plan_network(classifier(), {{28, 28, 1}, 10, true}).widths(), "784-16x3x3-32x5x5-10");
}

TEST(ConvolutionalNetwork, FlattensChannelsLast) {
  const torch::NoGradGuard no_gradients;
  Network network(
      plan_network(tests::network({conv_2d(2, 1), layer("flatten"), layer("dense", 8)}), {{2, 2, 1}, 8, false}));
  network.parameters()[0].copy_(torch::tensor({1.0F, 10.0F}).reshape({2, 1, 1, 1}));
  network.parameters()[1].zero_();
  network.dense_layers()[0].linear->weight.copy_(torch::eye(8));
  network.dense_layers()[0].linear->bias.zero_();
  const torch::Tensor x = torch::tensor({1.0F, 2.0F, 3.0F, 4.0F}).reshape({1, 2, 2, 1});
  EXPECT_TRUE(network.forward(x).equal(torch::tensor({{1.0F, 10.0F, 2.0F, 20.0F, 3.0F, 30.0F, 4.0F, 40.0F}})));
}

TEST(ConvolutionalNetwork, FlattensOnlyOnce) {
  const torch::NoGradGuard no_gradients;
  Network network(plan_network(tests::network({conv_2d(3, 1), layer("global_average_pool"), layer("flatten"),
                                               layer("flatten"), layer("dense", 2)}),
                               {{4, 4, 2}, 2, false}));
  EXPECT_EQ(network.forward(torch::randn({5, 4, 4, 2})).sizes(), (std::vector<int64_t>{5, 2}));
}

TEST(ConvolutionalNetwork, SendsGradientsToEveryParameter) {
  torch::manual_seed(3);
  Network network(plan_network(classifier(), {{28, 28, 1}, 10, true}));
  network.train();
  network.forward(torch::randn({4, 28, 28, 1})).square().sum().backward();
  for (const auto& parameter : network.named_parameters()) {
    // A bias before batch norm has none but rounding: the norm takes the mean away.
    if (parameter.key() == "conv_2d_1.convolution.bias") continue;
    EXPECT_GT(parameter.value().grad().abs().sum().item<float>(), 0) << parameter.key();
  }
}

TEST(ConvolutionalNetwork, StartsAsIfInputsWereStandardised) {
  torch::manual_seed(1);
  Network network(
      plan_network(tests::network({conv_2d(4, 3, 1, "valid"), layer("relu"), layer("flatten"), layer("dense", 1)}),
                   {{5, 5, 2}, 1, false}));
  const torch::Tensor x = torch::rand({16, 5, 5, 2}) * 3 + 1;
  const torch::Tensor expected = network.forward((x - x.mean()) / x.std(false)).detach();
  network.start_from(x);
  // The same real numbers, other float32 roundings.
  EXPECT_TRUE(torch::allclose(network.forward(x), expected, 0, 1e-5));
}

// A bright bar that lies (class 0) or stands (class 1) anywhere: no single pixel tells.
Samples bars(int64_t count) {
  Samples samples = tests::samples(torch::zeros({count, 6, 6, 1}), torch::arange(count) % 2);
  for (int64_t i = 0; i < count; ++i) samples.inputs[i].select(samples.targets[i].item<int64_t>(), i / 2 % 6).fill_(1);
  return samples;
}

TEST(ConvolutionalNetwork, LearnsWhichWayABarLies) {
  const TemporaryFolder folder;
  torch::manual_seed(5);
  Network network(plan_network(tests::network({conv_2d(4, 3), layer("batch_norm"), layer("relu"),
                                               layer("global_average_pool"), layer("dense", 2), layer("softmax")}),
                               {{6, 6, 1}, 2, true}));
  FitTask task;
  task.stage = "teacher";
  task.training.epochs = 40;
  task.training.batch_size = 12;
  task.training.optimizer.learning_rate = 0.02;
  MetricsLog metrics(folder.path() / "metrics.jsonl", task.stage);
  EXPECT_EQ(fit(network, bars(48), bars(24), task, metrics).value, 1);
}

std::string image_refusal(const configs::NetworkConfig& config) {
  return tests::refusal(config, {{6, 4, 2}, 10, true});
}

TEST(ConvolutionalPlanRefuses, ImageLayersOnFlatInputs) {
  EXPECT_EQ(image_refusal(network({layer("flatten"), conv_2d(8, 3), layer("dense", 10)})),
            "net.yaml:2:5: conv_2d needs an image [height, width, channels] but gets [48]; move it before flatten and "
            "dense, or put a reshape before it");
  EXPECT_EQ(image_refusal(network({layer("flatten"), layer("global_average_pool"), layer("dense", 10)})),
            "net.yaml:2:5: global_average_pool needs an image [height, width, channels] but gets [48]; move it before "
            "flatten and dense, or put a reshape before it");
}

TEST(ConvolutionalPlanRefuses, WindowsLargerThanTheImage) {
  EXPECT_EQ(image_refusal(network({conv_2d(8, 5, 1, "valid"), layer("flatten"), layer("dense", 10)})),
            "net.yaml:1:5: conv_2d has a window of 5x5, larger than its image [6, 4, 2]; use a smaller one or padding: "
            "same");
  EXPECT_EQ(image_refusal(
                network({pool("max_pool", 4, 4), pool("average_pool", 2, 2), layer("flatten"), layer("dense", 10)})),
            "net.yaml:2:5: average_pool has a window of 2x2, larger than its image [1, 1, 2]; use a smaller one or "
            "padding: same");
}

TEST(ConvolutionalPlanRefuses, DenseOnAnImage) {
  EXPECT_EQ(image_refusal(network({conv_2d(8, 3), layer("dense", 10)})),
            "net.yaml:2:5: dense needs a flat input but gets [6, 4, 8]; add a flatten before it");
}

TEST(ConvolutionalPlanRefuses, BatchNormAfterAPool) {
  EXPECT_EQ(image_refusal(network({conv_2d(8, 3), pool("max_pool", 2, 2), layer("batch_norm")})),
            "net.yaml:3:5: batch_norm must directly follow dense or a convolution; move it there");
}

TEST(ConvolutionalPlanRefuses, MoreWeightsThanAMachineHolds) {
  EXPECT_EQ(image_refusal(network({conv_2d(1024, 1), conv_2d(65536, 255), layer("flatten"), layer("dense", 10)})),
            "net.yaml:2:5: conv_2d on [6, 4, 1024] has more than 200000000 parameters; use fewer filters");
}

}  // namespace
}  // namespace bitstill::train
