// The loop on a task small enough to know the answer: y = 2 x - 1.
#include "train/loop/trainer.h"

#include <gtest/gtest.h>

#include <sstream>

#include "configs/support/error.h"
#include "configs/support/files.h"
#include "tests/train/layers.h"
#include "train/loop/checkpoint.h"
#include "train/models/network.h"

namespace bitstill::train {
namespace {

using tests::layer;

Samples line(int64_t count) {
  const torch::Tensor x = torch::linspace(-1, 1, count).unsqueeze(1);
  return tests::samples(x, 2 * x - 1);
}

NetworkPlan line_plan() {
  return plan_network(tests::network({layer("dense", 8), layer("relu"), layer("dense", 1)}), {{1}, 1, false});
}

FitTask quick_task() {
  FitTask task;
  task.stage = "teacher";
  task.place = {"net.yaml", 3, 1};
  task.training.epochs = 30;
  task.training.batch_size = 16;
  task.training.optimizer.learning_rate = 0.03;
  return task;
}

std::vector<uint8_t> trained_bytes(const std::filesystem::path& folder) {
  torch::manual_seed(5);
  Network network(line_plan());
  MetricsLog metrics(folder / "metrics.jsonl", "teacher");
  fit(network, line(64), line(33), quick_task(), metrics);
  save_checkpoint({folder / "teacher.pt", "recipe", "bitstill train x"}, network);
  return read_file(folder / "teacher.pt");
}

TEST(Trainer, LearnsALine) {
  const TemporaryFolder folder;
  torch::manual_seed(5);
  Network network(line_plan());
  MetricsLog metrics(folder.path() / "metrics.jsonl", "teacher");
  const Score before = score(predict(network, line(33).inputs), line(33), supervised_loss);
  const Score after = fit(network, line(64), line(33), quick_task(), metrics);
  EXPECT_LT(after.value, before.value / 10);
}

TEST(Trainer, SameSeedSameBytes) {
  const TemporaryFolder first, second;
  EXPECT_EQ(trained_bytes(first.path()), trained_bytes(second.path()));
  EXPECT_EQ(read_text(first.path() / "metrics.jsonl"), read_text(second.path() / "metrics.jsonl"));
}

TEST(Trainer, EndsWithTheBestEpochAndReportsIt) {
  const TemporaryFolder folder;
  Network network(line_plan());
  FitTask task = quick_task();
  task.training.optimizer.kind = "sgd";
  task.training.optimizer.learning_rate = 0.4;  // large enough that epochs differ and the last is not the best
  task.training.schedule.kind = "constant";
  MetricsLog metrics(folder.path() / "metrics.jsonl", "teacher");
  const Score best = fit(network, line(64), line(33), task, metrics);

  double smallest = 1e9;
  std::istringstream lines(read_text(folder.path() / "metrics.jsonl"));
  int64_t count = 0;
  for (std::string text; std::getline(lines, text); ++count) {
    smallest = std::min(smallest, nlohmann::json::parse(text).at("validation_rmse").get<double>());
  }
  EXPECT_EQ(count, task.training.epochs);
  EXPECT_EQ(best.value, smallest);
  EXPECT_EQ(score(predict(network, line(33).inputs), line(33), supervised_loss).value, smallest);
}

TEST(Trainer, IgnoresEpochsBeforeTheFirstCandidate) {
  const TemporaryFolder folder;
  Network network(line_plan());
  FitTask task = quick_task();
  task.training.epochs = 3;
  task.first_candidate_epoch = 2;
  task.training.optimizer.kind = "sgd";
  task.training.optimizer.learning_rate = 1e-9;
  // The third epoch is made worse than the others on purpose.
  task.before_epoch = [&](int64_t epoch) {
    const torch::NoGradGuard no_gradients;
    if (epoch == 2) network.parameters().back().add_(10);
  };
  MetricsLog metrics(folder.path() / "metrics.jsonl", "teacher");
  EXPECT_GT(fit(network, line(64), line(33), task, metrics).value, 5);
}

TEST(Trainer, NamesThePlaceOfANetworkThatDiverges) {
  const TemporaryFolder folder;
  Network network(line_plan());
  FitTask task = quick_task();
  task.training.optimizer.kind = "sgd";
  task.training.optimizer.learning_rate = 1e30;
  MetricsLog metrics(folder.path() / "metrics.jsonl", "teacher");
  try {
    fit(network, line(64), line(33), task, metrics);
    FAIL() << "a diverging training was accepted";
  } catch (const Error& error) {
    const std::string text = error.what();
    EXPECT_EQ(text.substr(0, 48), "net.yaml:3:1: training the teacher diverged in e");
    EXPECT_NE(text.find("; lower its learning_rate"), std::string::npos);
  }
}

}  // namespace
}  // namespace bitstill::train
