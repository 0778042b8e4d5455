#include "train/loop/trainer.h"

#include <ATen/CPUGeneratorImpl.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <optional>
#include <sstream>

#include "configs/support/error.h"
#include "configs/support/interrupt.h"
#include "configs/support/progress.h"
#include "train/loop/checkpoint.h"
#include "train/loop/flat_parameters.h"
#include "train/loop/mixup.h"
#include "train/loop/optimizer.h"
#include "train/loop/schedule.h"
#include "train/loop/weight_average.h"

namespace bitstill::train {
namespace {

using Clock = std::chrono::steady_clock;

torch::Tensor serialized(torch::optim::Optimizer& optimizer) {
  std::ostringstream stream;
  torch::serialize::OutputArchive archive;
  optimizer.save(archive);
  archive.save_to(stream);
  const std::string bytes = stream.str();
  torch::Tensor tensor = torch::empty({static_cast<int64_t>(bytes.size())}, torch::kUInt8);
  std::memcpy(tensor.data_ptr<uint8_t>(), bytes.data(), bytes.size());
  return tensor;
}

void deserialize(torch::optim::Optimizer& optimizer, const torch::Tensor& bytes, const torch::Device& device) {
  torch::serialize::InputArchive archive;
  archive.load_from(reinterpret_cast<const char*>(bytes.data_ptr<uint8_t>()), static_cast<size_t>(bytes.numel()),
                    device);
  optimizer.load(archive);
}

class Trainer {
 public:
  Trainer(Model& model, const Samples& train, const Samples& validation, const FitTask& task, MetricsLog& metrics)
      : model_(model),
        task_(task),
        metrics_(metrics),
        train_(train.to(task.device)),
        validation_(validation),
        batch_size_(std::min(task.training.batch_size, train.size())),
        steps_per_epoch_(train.size() / batch_size_),
        parameters_(model),
        optimizer_(make_optimizer(task.training.optimizer, parameters_.groups())),
        generators_{at::detail::createCPUGenerator(static_cast<uint64_t>(task.seed)),
                    at::globalContext().defaultGenerator(torch::kCPU)},
        saved_at_(Clock::now()) {
    if (task.device.is_cuda()) generators_.push_back(at::globalContext().defaultGenerator(task.device));
    if (task.training.weight_average > 0) average_.emplace(model, task.training.weight_average);
    resume();
    metrics_.keep(now_.epoch);
  }

  Score run() {
    const InterruptWatch interrupt;
    Progress progress(task_.stage, steps_per_epoch_ * task_.training.epochs, steps_done());
    while (!finished()) {
      task_.before_epoch(now_.epoch);
      run_epoch(progress, interrupt);
      close_epoch();
    }
    model_.eval();
    if (task_.training.epochs == 0) return validate();
    if (!now_.best) throw Error(diverged("no epoch's validation gave a number"));
    Snapshot(now_.best->weights).restore(model_);
    return now_.best->score;
  }

 private:
  int64_t steps_done() const { return now_.epoch * steps_per_epoch_ + now_.step; }

  bool finished() const {
    if (now_.epoch >= task_.training.epochs) return true;
    const int64_t patience = task_.training.patience;
    return patience > 0 && now_.best && now_.epoch - 1 - now_.best->epoch >= patience;
  }

  void run_epoch(Progress& progress, const InterruptWatch& interrupt) {
    model_.train();
    if (!now_.order.defined()) {
      now_.order = torch::randperm(train_.size(), generators_[0], torch::kInt64).to(task_.device);
    }
    torch::Tensor sum = torch::full({}, now_.loss_sum, torch::TensorOptions(torch::kDouble).device(task_.device));
    while (now_.step < steps_per_epoch_) {
      if (interrupt.requested()) stop(sum);
      if (save_is_due()) save(sum);
      sum += step();
      ++now_.step;
      progress.update(steps_done(), note_);
    }
    now_.loss_sum = sum.item<double>();
  }

  torch::Tensor step() {
    rate_ = learning_rate(task_.training, {steps_done(), steps_per_epoch_, task_.training.epochs});
    set_learning_rate(*optimizer_, rate_);
    const int64_t begin = now_.step * batch_size_;
    Samples batch = train_.select(now_.order.slice(0, begin, begin + batch_size_));
    if (task_.training.mixup > 0) {
      batch = blend(batch, task_.training.mixup, generators_[0]);
      if (task_.teach) batch.teacher_outputs = task_.teach(batch.inputs);
    }
    parameters_.zero_gradients();
    torch::Tensor loss;
    try {
      loss = task_.loss(model_.forward(batch.inputs), batch);
      loss.backward();
    } catch (const Error& error) {
      throw Error(diverged(error.what()));
    }
    if (task_.training.clip_norm > 0) torch::nn::utils::clip_grad_norm_(model_.parameters(), task_.training.clip_norm);
    if (task_.constraint != nullptr) {
      task_.constraint->before_step(static_cast<double>(steps_done()) /
                                    static_cast<double>(steps_per_epoch_ * task_.training.epochs));
    }
    optimizer_->step();
    if (task_.constraint != nullptr) task_.constraint->after_step();
    if (average_) average_->update(steps_done() + 1);
    return loss.detach();
  }

  void close_epoch() {
    const double train_loss = now_.loss_sum / static_cast<double>(steps_per_epoch_);
    if (!std::isfinite(train_loss)) throw Error(diverged(fmt::format("its loss is {}", train_loss)));
    if (average_) average_->swap();
    if (task_.constraint != nullptr) task_.constraint->after_step();
    const Score validated = validate();
    const bool usable = std::isfinite(validated.loss) && now_.epoch >= task_.first_candidate_epoch;
    if (usable && (!now_.best || validated.better_than(now_.best->score))) {
      now_.best = BestEpoch{now_.epoch, validated, Snapshot(model_).tensors()};
    }
    if (average_) average_->swap();
    note_ = "validation " + validated.text();
    metrics_.write({{"epoch", now_.epoch + 1},
                    {"learning_rate", rate_},
                    {"train_loss", train_loss},
                    {"validation_loss", validated.loss},
                    {"validation_" + validated.name(), validated.value}});
    ++now_.epoch;
    now_.step = 0;
    now_.order = torch::Tensor();
    now_.loss_sum = 0;
  }

  Score validate() { return score(predict(model_, validation_.inputs, task_.device), validation_, task_.loss); }

  std::string diverged(const std::string& what) const {
    return fmt::format("{}: training the {} diverged in epoch {} ({}); lower its learning_rate", task_.place.text(),
                       task_.stage, now_.epoch + 1, what);
  }

  // A save may take long where the network is large: it gets at most a twentieth of the time.
  bool save_is_due() const {
    if (task_.state.path.empty()) return false;
    const auto least = std::max(std::chrono::duration<double>(task_.save_seconds), 20 * last_save_);
    return Clock::now() - saved_at_ >= least;
  }

  void save(const torch::Tensor& sum) {
    const auto begin = Clock::now();
    now_.loss_sum = sum.item<double>();
    now_.model = Snapshot(model_).tensors();
    now_.average = average_ ? average_->tensors() : std::vector<torch::Tensor>();
    now_.optimizer = serialized(*optimizer_);
    now_.generators.clear();
    for (const at::Generator& generator : generators_) now_.generators.push_back(generator.get_state());
    save_state(task_.state, now_);
    saved_at_ = Clock::now();
    last_save_ = saved_at_ - begin;
  }

  [[noreturn]] void stop(const torch::Tensor& sum) {
    const std::string where =
        fmt::format("interrupted in epoch {} of {} of the {}", now_.epoch + 1, task_.training.epochs, task_.stage);
    if (task_.state.path.empty()) throw Interrupted(where);
    save(sum);
    throw Interrupted(where + "; the same command goes on from there");
  }

  void resume() {
    auto state = load_state(task_.state);
    if (!state) return;
    now_ = std::move(*state);
    Snapshot(now_.model).restore(model_);
    if (average_) average_->restore(now_.average);
    deserialize(*optimizer_, now_.optimizer, task_.device);
    for (size_t i = 0; i < generators_.size(); ++i) generators_[i].set_state(now_.generators.at(i));
    now_.order = now_.order.to(task_.device);
    spdlog::info("{}: goes on in epoch {} of {}", task_.stage, now_.epoch + 1, task_.training.epochs);
  }

  Model& model_;
  const FitTask& task_;
  MetricsLog& metrics_;
  Samples train_;
  const Samples& validation_;
  int64_t batch_size_;
  int64_t steps_per_epoch_;
  FlatParameters parameters_;
  std::unique_ptr<torch::optim::Optimizer> optimizer_;
  std::vector<at::Generator> generators_;  // own (order, blends), LibTorch's default ones (dropout)
  std::optional<WeightAverage> average_;
  TrainingState now_;
  double rate_ = 0;
  std::string note_;
  Clock::time_point saved_at_;
  std::chrono::duration<double> last_save_{0};
};

}  // namespace

Score fit(Model& model, const Samples& train, const Samples& validation, const FitTask& task, MetricsLog& metrics) {
  return Trainer(model, train, validation, task, metrics).run();
}

}  // namespace bitstill::train
