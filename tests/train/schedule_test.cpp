// The learning rate over a training of 4 epochs of 10 steps.
#include "train/loop/schedule.h"

#include <gtest/gtest.h>

#include <cmath>

namespace bitstill::train {
namespace {

configs::TrainingConfig training(const std::string& kind) {
  configs::TrainingConfig config;
  config.optimizer.learning_rate = 0.8;
  config.schedule.kind = kind;
  config.schedule.step_epochs = 2;
  config.schedule.step_factor = 0.25;
  return config;
}

TEST(Schedule, ConstantStays) {
  EXPECT_EQ(learning_rate(training("constant"), {0, 10, 4}), 0.8);
  EXPECT_EQ(learning_rate(training("constant"), {39, 10, 4}), 0.8);
}

TEST(Schedule, StepFallsAfterEveryStepEpochs) {
  EXPECT_EQ(learning_rate(training("step"), {19, 10, 4}), 0.8);
  EXPECT_EQ(learning_rate(training("step"), {20, 10, 4}), 0.2);
  EXPECT_EQ(learning_rate(training("step"), {40, 10, 6}), 0.05);
}

TEST(Schedule, CosineStartsAtTheBaseAndPassesHalfOfItInTheMiddle) {
  EXPECT_EQ(learning_rate(training("cosine"), {0, 10, 4}), 0.8);
  EXPECT_NEAR(learning_rate(training("cosine"), {20, 10, 4}), 0.4, 1e-15);  // cos(pi/2) is not exactly 0 in double
  EXPECT_NEAR(learning_rate(training("cosine"), {10, 10, 4}), 0.4 * (1 + std::sqrt(0.5)), 1e-15);
  EXPECT_NEAR(learning_rate(training("cosine"), {40, 10, 4}), 0, 1e-15);
}

TEST(Schedule, RisesLinearlyOverTheWarmUp) {
  configs::TrainingConfig config;
  config.optimizer.learning_rate = 0.8;
  config.schedule.kind = "constant";
  config.schedule.warmup_epochs = 0.5;
  EXPECT_EQ(learning_rate(config, {0, 8, 4}), 0.2);
  EXPECT_EQ(learning_rate(config, {1, 8, 4}), 0.4);
  EXPECT_EQ(learning_rate(config, {3, 8, 4}), 0.8);
  EXPECT_EQ(learning_rate(config, {9, 8, 4}), 0.8);
}

}  // namespace
}  // namespace bitstill::train
