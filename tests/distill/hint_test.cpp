// Hints: which layers, which numbers, and that the student's learning follows them.
#include "distill/hint.h"

#include <gtest/gtest.h>

#include "configs/support/error.h"
#include "distill/losses.h"
#include "tests/train/layers.h"

namespace bitstill::distill {
namespace {

using tests::layer;

train::NetworkPlan small_plan(int64_t hidden) {
  return train::plan_network(tests::network({tests::conv_2d(hidden, 3), layer("relu"), layer("global_average_pool"),
                                             layer("dense", 3), layer("softmax")}),
                             {{5, 4, 1}, 3, true});
}

TEST(Hint, WithoutANameIsWhatTheLastDenseLayerReads) {
  const train::NetworkPlan plan = small_plan(6);
  EXPECT_EQ(plan.blocks[hint_block(plan, "", {}, "teacher")].name, "global_average_pool_1");
  EXPECT_EQ(hint_block(plan, "conv_2d_1", {}, "teacher"), 0U);
}

TEST(Hint, OfAnUnknownLayerIsRefusedWithTheNames) {
  try {
    hint_block(small_plan(6), "conv_9", {"net.yaml", 3, 5}, "student");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "net.yaml:3:5: student 'conv_9' is no layer of that network, expected one of conv_2d_1, "
                 "global_average_pool_1, dense_1, softmax_1");
  }
}

TEST(Hint, OfTheTeacherHasUnitDeviationAndStandsBehindItsLogits) {
  torch::manual_seed(1);
  const auto network = std::make_shared<train::Network>(small_plan(6));
  const torch::Tensor inputs = torch::randn({50, 5, 4, 1});
  HintingTeacher teacher(network, 1, inputs, torch::kCPU);
  const torch::Tensor whole = teacher.forward(inputs);
  ASSERT_EQ(whole.sizes(), (std::vector<int64_t>{50, 3 + 6}));
  EXPECT_TRUE(whole.slice(1, 0, 3).equal(network->forward(inputs)));
  // Rounding of float32.
  EXPECT_NEAR(whole.slice(1, 3).std().item<double>(), 1, 1e-5);
}

TEST(Hint, IsGivenWhileTheStudentLearnsAndNotAfterwards) {
  torch::manual_seed(2);
  const auto network = std::make_shared<train::Network>(small_plan(2));
  HintedStudent student(network, 0, 7);
  const torch::Tensor inputs = torch::randn({4, 5, 4, 1});
  EXPECT_EQ(student.forward(inputs).sizes(), (std::vector<int64_t>{4, 3 + 7}));
  student.eval();
  EXPECT_TRUE(student.forward(inputs).equal(network->forward(inputs)));
}

TEST(HintedLoss, AddsTheWeightedSquaredErrorOfTheHint) {
  train::Samples samples;
  samples.inputs = torch::zeros({1, 1});
  samples.targets = torch::tensor({int64_t{1}});
  samples.teacher_outputs = torch::tensor({{1.0, 2.0, 5.0, 1.0}});
  configs::DistillationConfig config;
  config.hint.weight = 0.5;
  const torch::Tensor outputs = torch::tensor({{0.5, 0.25, 3.0, 1.0}});
  train::Samples answers = samples;
  answers.teacher_outputs = samples.teacher_outputs.slice(1, 0, 2);
  const auto plain = distillation_loss(outputs.slice(1, 0, 2), answers, config, train::supervised_loss).item<float>();
  // (5 - 3)^2 and 0, averaged, times a half.
  EXPECT_EQ(hinted_loss(outputs, samples, 2, config, train::supervised_loss).item<float>(), plain + 1);
  EXPECT_EQ(hinted_loss(outputs.slice(1, 0, 2), samples, 2, config, train::supervised_loss).item<float>(), plain);
}

}  // namespace
}  // namespace bitstill::distill
