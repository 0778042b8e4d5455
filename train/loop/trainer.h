// The training loop: epochs of seeded batches, a validation after each, and the best epoch's weights at the end. It can
// be stopped between any two steps and goes on from there as if it had not been.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "configs/schema/experiment.h"
#include "train/loop/constraint.h"
#include "train/loop/losses.h"
#include "train/loop/meters.h"
#include "train/loop/metrics.h"
#include "train/loop/training_state.h"

namespace bitstill::train {

struct FitTask {
  std::string stage;     // the word for it in logs and metrics: "teacher"
  configs::Place place;  // of the network in the config, for messages
  configs::TrainingConfig training;
  int64_t seed = 1;                    // of the batches' order and blends
  torch::Device device = torch::kCPU;  // where the model lives
  LossFunction loss = supervised_loss;
  // The teacher's outputs for blended inputs, which no cache can hold; used only with mixup, empty where nobody
  // teaches.
  std::function<torch::Tensor(const torch::Tensor& inputs)> teach;
  int64_t first_candidate_epoch = 0;  // earlier epochs cannot be the best
  // Called before an epoch's first step, and once more where an interrupted epoch goes on.
  std::function<void(int64_t epoch)> before_epoch = [](int64_t) {};
  Constraint* constraint = nullptr;  // what steps must keep to; null where weights are free
  StateFile state;                   // where an interrupted training is kept; an empty path keeps nothing
  double save_seconds = 10;          // at least so long between two saves; an interrupt saves at once
};

// Trains `model` in place and leaves it with the weights of the best candidate epoch, in evaluation mode; returns that
// epoch's score on `validation`. With zero epochs it only scores. An epoch uses whole batches only: its last incomplete
// one is left out (the order is drawn anew each epoch). Goes on from task.state where that belongs to the same recipe;
// the state stays until the caller, having kept the result, removes it. Throws Error when the loss stops being a
// number, Interrupted after Ctrl-C.
Score fit(Model& model, const Samples& train, const Samples& validation, const FitTask& task, MetricsLog& metrics);

}  // namespace bitstill::train
