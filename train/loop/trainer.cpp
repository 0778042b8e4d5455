#include "train/loop/trainer.h"

#include <ATen/CPUGeneratorImpl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "configs/support/error.h"
#include "configs/support/progress.h"
#include "train/loop/checkpoint.h"
#include "train/loop/optimizer.h"
#include "train/loop/schedule.h"

namespace bitstill::train {
namespace {

Samples to_device(const Samples& samples, const torch::Device& device) {
  return {samples.inputs.to(device), samples.targets.to(device),
          samples.teacher_outputs.defined() ? samples.teacher_outputs.to(device) : torch::Tensor()};
}

struct Best {
  Snapshot weights;
  Score score;
};

class Trainer {
 public:
  Trainer(Model& model, const Samples& train, const Samples& validation, const FitTask& task)
      : model_(model),
        task_(task),
        device_(model.parameters().at(0).device()),
        train_(to_device(train, device_)),
        validation_(validation),
        batch_size_(std::min(task.training.batch_size, train.size())),
        steps_per_epoch_(train.size() / batch_size_),
        optimizer_(make_optimizer(task.training.optimizer, model.parameters())),
        generator_(at::detail::createCPUGenerator(static_cast<uint64_t>(task.seed))) {}

  // The epoch's mean training loss.
  double run_epoch(int64_t epoch, Progress& progress) {
    model_.train();
    const torch::Tensor order = torch::randperm(train_.size(), generator_, torch::kInt64).to(device_);
    torch::Tensor sum = torch::zeros({}, torch::TensorOptions(torch::kDouble).device(device_));
    for (int64_t step = 0; step < steps_per_epoch_; ++step) {
      const int64_t done = epoch * steps_per_epoch_ + step;
      rate_ = learning_rate(task_.training, {done, steps_per_epoch_, task_.training.epochs});
      set_learning_rate(*optimizer_, rate_);
      const Samples batch = train_.select(order.slice(0, step * batch_size_, (step + 1) * batch_size_));
      optimizer_->zero_grad();
      const torch::Tensor loss = task_.loss(model_.forward(batch.inputs), batch);
      loss.backward();
      optimizer_->step();
      sum += loss.detach();
      progress.update(done + 1, note_);
    }
    const double mean = sum.item<double>() / static_cast<double>(steps_per_epoch_);
    if (!std::isfinite(mean)) {
      throw Error(fmt::format("{}: training the {} diverged in epoch {} (its loss is {}); lower its learning_rate",
                              task_.place.text(), task_.stage, epoch + 1, mean));
    }
    return mean;
  }

  Score validate() { return score(predict(model_, validation_.inputs), validation_, task_.loss); }

  void show(const Score& validation) { note_ = "validation " + validation.text(); }
  double rate() const { return rate_; }
  int64_t steps() const { return steps_per_epoch_ * task_.training.epochs; }

 private:
  Model& model_;
  const FitTask& task_;
  torch::Device device_;
  Samples train_;
  const Samples& validation_;
  int64_t batch_size_;
  int64_t steps_per_epoch_;
  std::unique_ptr<torch::optim::Optimizer> optimizer_;
  at::Generator generator_;
  double rate_ = 0;
  std::string note_;
};

}  // namespace

Score fit(Model& model, const Samples& train, const Samples& validation, const FitTask& task, MetricsLog& metrics) {
  Trainer trainer(model, train, validation, task);
  std::optional<Best> best;
  Progress progress(task.stage, trainer.steps());
  for (int64_t epoch = 0; epoch < task.training.epochs; ++epoch) {
    task.before_epoch(epoch);
    const double train_loss = trainer.run_epoch(epoch, progress);
    const Score validated = trainer.validate();
    trainer.show(validated);
    metrics.write({{"epoch", epoch + 1},
                   {"learning_rate", trainer.rate()},
                   {"train_loss", train_loss},
                   {"validation_loss", validated.loss},
                   {"validation_" + validated.name(), validated.value}});
    const bool usable = std::isfinite(validated.loss) && epoch >= task.first_candidate_epoch;
    if (usable && (!best || validated.better_than(best->score))) {
      best.emplace(Best{Snapshot(model), validated});
    }
  }
  model.eval();
  if (!best) return trainer.validate();
  best->weights.restore(model);
  return best->score;
}

}  // namespace bitstill::train
