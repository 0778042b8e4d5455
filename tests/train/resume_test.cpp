// A training that was stopped goes on as if it had not been: same weights, same metrics.
#include <gtest/gtest.h>

#include <csignal>
#include <stdexcept>

#include "configs/support/files.h"
#include "configs/support/interrupt.h"
#include "tests/train/layers.h"
#include "train/loop/checkpoint.h"
#include "train/loop/trainer.h"
#include "train/models/network.h"

namespace bitstill::train {
namespace {

using tests::layer;

struct PowerCut : std::runtime_error {
  PowerCut() : std::runtime_error("power cut") {}
};

// Everything that carries state from one step to the next: momentum, dropout, blends, averaged weights, batch norm, the
// best epoch so far.
class Resume : public testing::Test {
 protected:
  FitTask task() const {
    FitTask task;
    task.stage = "teacher";
    task.training.epochs = 4;
    task.training.batch_size = 16;
    task.training.mixup = 0.2;
    task.training.weight_average = 0.9;
    task.training.clip_norm = 1;
    task.training.schedule.warmup_epochs = 0.5;
    task.state = {folder_.path() / "resume" / "teacher.pt", "recipe"};
    task.save_seconds = 0;
    return task;
  }

  // Trains from scratch or from the kept state; the loss of step `cut` ends it (-1: none).
  std::vector<torch::Tensor> train(FitTask task, int cut = -1, bool by_signal = false) {
    torch::manual_seed(5);
    Network network(plan_network(tests::network({layer("dense", 8), layer("batch_norm"), layer("relu"),
                                                 layer("dropout", 0, 0.5), layer("dense", 1)}),
                                 {{1}, 1, false}));
    int steps = 0;
    task.loss = [&](const torch::Tensor& outputs, const Samples& samples) {
      if (samples.size() == task.training.batch_size && steps++ == cut) {
        if (!by_signal) throw PowerCut();
        std::raise(SIGINT);
      }
      return supervised_loss(outputs, samples);
    };
    const torch::Tensor x = torch::linspace(-1, 1, 80).unsqueeze(1);
    const Samples samples = tests::samples(x, x.square());
    MetricsLog metrics(folder_.path() / "metrics.jsonl", "teacher");
    fit(network, samples, tests::samples(x.slice(0, 0, 7), x.slice(0, 0, 7).square()), task, metrics);
    return Snapshot(network).tensors();
  }

  std::string metrics() const { return read_text(folder_.path() / "metrics.jsonl"); }
  void forget() const {
    std::filesystem::remove_all(folder_.path() / "resume");
    std::filesystem::remove(folder_.path() / "metrics.jsonl");
  }

  TemporaryFolder folder_;
};

void expect_equal(const std::vector<torch::Tensor>& one, const std::vector<torch::Tensor>& other) {
  ASSERT_EQ(one.size(), other.size());
  for (size_t i = 0; i < one.size(); ++i) EXPECT_TRUE(one[i].equal(other[i])) << "tensor " << i;
}

TEST_F(Resume, AfterACutAtAnyStepTheResultIsTheSame) {
  const auto whole = train(task());
  const std::string lines = metrics();
  for (int cut = 0; cut < 20; ++cut) {
    forget();
    EXPECT_THROW(train(task(), cut), PowerCut);
    expect_equal(train(task()), whole);
    EXPECT_EQ(metrics(), lines) << "cut at step " << cut;
  }
}

TEST_F(Resume, AfterManyCutsTheResultIsTheSame) {
  const auto whole = train(task());
  const std::string lines = metrics();
  forget();
  for (int cut = 0; cut < 6; ++cut) EXPECT_THROW(train(task(), 2), PowerCut);
  expect_equal(train(task()), whole);
  EXPECT_EQ(metrics(), lines);
}

TEST_F(Resume, AfterCtrlCNothingIsLost) {
  const auto whole = train(task());
  forget();
  FitTask rarely_saved = task();
  rarely_saved.save_seconds = 1e6;
  try {
    train(rarely_saved, 7, true);
    FAIL() << "the signal was not noticed";
  } catch (const Interrupted& interrupted) {
    EXPECT_STREQ(interrupted.what(), "interrupted in epoch 2 of 4 of the teacher; the same command goes on from there");
  }
  EXPECT_EQ(load_state(task().state)->step, 3);
  expect_equal(train(task()), whole);
}

TEST_F(Resume, AStateOfAnotherRecipeOrADamagedOneIsNotUsed) {
  const auto whole = train(task());
  forget();
  EXPECT_THROW(train(task(), 9), PowerCut);
  FitTask other = task();
  other.state.recipe = "another";
  EXPECT_FALSE(load_state(other.state).has_value());
  write_file(task().state.path, std::string_view("damaged"));
  expect_equal(train(task()), whole);
}

TEST_F(Resume, StopsEarlyWithoutImprovement) {
  FitTask stubborn = task();
  stubborn.training.epochs = 50;
  stubborn.training.patience = 3;
  stubborn.training.optimizer.kind = "sgd";
  stubborn.training.optimizer.learning_rate = 1e-12;
  train(stubborn);
  const std::string lines = metrics();
  const auto epochs = std::count(lines.begin(), lines.end(), '\n');
  EXPECT_GE(epochs, 4);
  EXPECT_LT(epochs, 50);
}

}  // namespace
}  // namespace bitstill::train
