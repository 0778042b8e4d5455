// Blends of samples, averaged weights, losses that weigh classes.
#include "train/loop/mixup.h"

#include <ATen/CPUGeneratorImpl.h>
#include <gtest/gtest.h>

#include "configs/support/error.h"
#include "tests/train/layers.h"
#include "train/loop/losses.h"
#include "train/loop/weight_average.h"

namespace bitstill::train {
namespace {

Samples two_classes() {
  Samples samples;
  samples.inputs = torch::tensor({{0.0F}, {8.0F}});
  samples.targets = torch::tensor({int64_t{0}, int64_t{1}});
  return samples;
}

TEST(Mixup, BlendsInputsByTheShareOfTheirClasses) {
  at::Generator generator = at::detail::createCPUGenerator(3);
  bool exchanged = false;
  for (int i = 0; i < 20; ++i) {
    const Samples blended = blend(two_classes(), 0.5, generator);
    ASSERT_GE(blended.share, 0);
    ASSERT_LE(blended.share, 1);
    const bool kept = blended.other_targets.equal(blended.targets);
    exchanged = exchanged || !kept;
    const double expected = kept ? 0 : 8 * (1 - blended.share);
    EXPECT_FLOAT_EQ(blended.inputs[0].item<float>(), static_cast<float>(expected));
  }
  EXPECT_TRUE(exchanged);
}

TEST(Mixup, BlendsValuesToPredict) {
  at::Generator generator = at::detail::createCPUGenerator(3);
  Samples samples;
  samples.inputs = torch::tensor({{0.0F}, {8.0F}, {16.0F}});
  samples.targets = samples.inputs * 2;
  const Samples blended = blend(samples, 0.5, generator);
  EXPECT_FALSE(blended.other_targets.defined());
  EXPECT_TRUE(blended.targets.equal(blended.inputs * 2));
}

TEST(SupervisedLoss, CountsEachClassOfABlendByItsShare) {
  const torch::Tensor outputs = torch::tensor({{1.0F, 3.0F}, {0.5F, -1.0F}});
  Samples blended = two_classes();
  const double own = supervised_loss(outputs, blended).item<double>();
  Samples other = blended;
  other.targets = torch::tensor({int64_t{1}, int64_t{0}});
  const double others = supervised_loss(outputs, other).item<double>();
  blended.other_targets = other.targets;
  blended.share = 0.25;
  EXPECT_FLOAT_EQ(supervised_loss(outputs, blended).item<float>(), static_cast<float>(0.25 * own + 0.75 * others));
}

TEST(SupervisedLoss, WeighsARareClassMore) {
  Samples train;
  train.inputs = torch::zeros({4, 1});
  train.targets = torch::tensor({int64_t{0}, int64_t{0}, int64_t{0}, int64_t{1}});
  configs::TrainingConfig config;
  config.balance_classes = true;
  const auto loss = make_supervised_loss(config, {"x.yaml", 1, 1}, train, 2);
  // Weights are 4 / (2 * 3) and 4 / (2 * 1); the mean is taken over them.
  const torch::Tensor outputs = torch::tensor({{0.0F, 0.0F}, {0.0F, 1.0F}});
  const Samples batch = two_classes();
  const double first = std::log(2.0), second = std::log(1 + std::exp(-1.0));
  const double expected = (2.0 / 3 * first + 2 * second) / (2.0 / 3 + 2);
  EXPECT_NEAR(loss(outputs, batch).item<double>(), expected, 1e-6);  // float32 against double
}

TEST(SupervisedLoss, SmoothsLabels) {
  configs::TrainingConfig config;
  config.label_smoothing = 0.2;
  const Samples batch = two_classes();
  const auto loss = make_supervised_loss(config, {"x.yaml", 1, 1}, batch, 2);
  const torch::Tensor outputs = torch::tensor({{0.0F, 0.0F}, {0.0F, 1.0F}});
  const double right = std::log(1 + std::exp(-1.0)), wrong = right + 1;
  EXPECT_NEAR(loss(outputs, batch).item<double>(), (std::log(2.0) + 0.9 * right + 0.1 * wrong) / 2, 1e-6);
}

std::string refusal(const configs::TrainingConfig& config, const Samples& samples) {
  try {
    make_supervised_loss(config, {"x.yaml", 3, 5}, samples, 2);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(SupervisedLoss, RefusesOptionsThatDoNotFitTheDataset) {
  configs::TrainingConfig three;
  three.class_weights = {1, 2, 3};
  EXPECT_EQ(refusal(three, two_classes()),
            "x.yaml:3:5: class_weights has 3 numbers but the dataset has 2 classes; give one for each");
  configs::TrainingConfig smooth;
  smooth.label_smoothing = 0.1;
  Samples values;
  values.inputs = values.targets = torch::zeros({2, 1});
  EXPECT_EQ(refusal(smooth, values),
            "x.yaml:3:5: label_smoothing, balance_classes and class_weights are for classes but the dataset has values "
            "to predict; remove them");
  EXPECT_EQ(refusal(smooth, two_classes()), "accepted");
}

TEST(WeightAverage, FollowsSlowlyAndExchanges) {
  torch::nn::Linear layer(torch::nn::LinearOptions(1, 1).bias(false));
  const torch::NoGradGuard no_gradients;
  layer->weight.fill_(0);
  WeightAverage average(*layer, 0.75);
  layer->weight.fill_(8);
  average.update(1);  // decay min(0.75, 2 / 11)
  average.update(1000);
  const float first = 8 * (1 - 2.0F / 11);
  EXPECT_FLOAT_EQ(average.tensors()[0].item<float>(), 0.75F * first + 0.25F * 8);
  average.swap();
  EXPECT_EQ(average.tensors()[0].item<float>(), 8);
  average.swap();
  EXPECT_EQ(layer->weight.item<float>(), 8);
}

}  // namespace
}  // namespace bitstill::train
