// Scores, metrics lines, optimisers.
#include "train/loop/meters.h"

#include <gtest/gtest.h>

#include "configs/support/files.h"
#include "tests/train/layers.h"
#include "train/loop/metrics.h"
#include "train/loop/optimizer.h"

namespace bitstill::train {
namespace {

TEST(Score, CountsRightClasses) {
  const Samples samples =
      tests::samples(torch::zeros({4, 1}), torch::tensor({int64_t{0}, int64_t{1}, int64_t{1}, int64_t{0}}));
  const torch::Tensor outputs = torch::tensor({{2.0F, 1.0F}, {0.0F, 3.0F}, {5.0F, 1.0F}, {1.0F, 0.0F}});
  const Score result = score(outputs, samples, supervised_loss);
  EXPECT_EQ(result.value, 0.75);
  EXPECT_EQ(result.text(), "75.00 %");
}

TEST(Score, IsTheRootMeanSquaredErrorOfValues) {
  const Samples samples = tests::samples(torch::zeros({2, 1}), torch::tensor({{1.0F}, {2.0F}}));
  const Score result = score(torch::tensor({{4.0F}, {6.0F}}), samples, supervised_loss);
  EXPECT_EQ(result.loss, 12.5);  // (9 + 16) / 2
  EXPECT_EQ(result.value, std::sqrt(12.5));
  EXPECT_EQ(result.name(), "rmse");
}

TEST(Score, PrefersTheSmallerLossBetweenEquals) {
  const Score worse{true, 0.9, 0.5}, better{true, 0.9, 0.4}, right_more_often{true, 0.91, 0.9};
  EXPECT_TRUE(better.better_than(worse));
  EXPECT_FALSE(worse.better_than(better));
  EXPECT_TRUE(right_more_often.better_than(better));
  EXPECT_TRUE((Score{false, 0.1, 9}.better_than(Score{false, 0.2, 0})));
}

TEST(MetricsLog, DropsItsOwnLaterEpochsAndHalfLinesAndKeepsTheOthers) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "metrics.jsonl";
  MetricsLog teacher(path, "teacher"), student(path, "student");
  teacher.write({{"epoch", 1}});
  student.write({{"epoch", 2}, {"train_loss", 0.5}});
  teacher.write({{"epoch", 2}});
  write_file(path, std::string_view(read_text(path) + "{\"stage\":\"tea"));
  teacher.keep(1);
  EXPECT_EQ(read_text(path),
            "{\"stage\":\"teacher\",\"epoch\":1}\n"
            "{\"stage\":\"student\",\"epoch\":2,\"train_loss\":0.5}\n");
}

TEST(MetricsLog, TakesOverOneStageOfAnotherRun) {
  const TemporaryFolder folder;
  const auto mine = folder.path() / "mine.jsonl", other = folder.path() / "other.jsonl";
  MetricsLog(mine, "teacher").write({{"epoch", 7}});
  MetricsLog(other, "teacher").write({{"epoch", 1}});
  MetricsLog(other, "student").write({{"epoch", 1}});
  MetricsLog(mine, "teacher").copy_from(other);
  EXPECT_EQ(read_text(mine), "{\"stage\":\"teacher\",\"epoch\":1}\n");
}

TEST(Optimizer, SgdStepsByRateTimesGradientAndKeepsMomentum) {
  torch::Tensor w = torch::tensor({1.0}, torch::kDouble).requires_grad_();
  configs::OptimizerConfig config;
  config.kind = "sgd";
  config.momentum = 0.5;
  const auto optimizer = make_optimizer(config, group_parameters({w}));
  set_learning_rate(*optimizer, 0.25);
  for (int step = 0; step < 2; ++step) {
    optimizer->zero_grad();
    (2 * w).sum().backward();
    optimizer->step();
  }
  EXPECT_EQ(w.item<double>(), 1 - 0.25 * 2 - 0.25 * (0.5 * 2 + 2));
}

// After one step without a gradient only the decay has moved anything.
double decayed(const std::string& kind, std::vector<int64_t> shape) {
  torch::Tensor w = torch::ones(shape, torch::kDouble).requires_grad_();
  configs::OptimizerConfig config;
  config.kind = kind;
  config.learning_rate = 0.5;
  config.weight_decay = 0.25;
  const auto optimizer = make_optimizer(config, group_parameters({w}));
  w.mutable_grad() = torch::zeros_like(w);
  optimizer->step();
  return w.flatten()[0].item<double>();
}

TEST(Optimizer, DecaysWeightsButNotBiases) {
  EXPECT_EQ(decayed("adamw", {1, 1}), 1 - 0.5 * 0.25);
  EXPECT_EQ(decayed("sgd", {1, 1}), 1 - 0.5 * 0.25);
  for (const char* kind : {"sgd", "adam", "adamw"}) EXPECT_EQ(decayed(kind, {1}), 1) << kind;
  EXPECT_LT(decayed("adam", {1, 1}), 1);
}

}  // namespace
}  // namespace bitstill::train
