// The training loop: epochs of seeded batches, a validation after each, and the best epoch's weights at the end.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "configs/schema/experiment.h"
#include "train/loop/meters.h"
#include "train/loop/metrics.h"

namespace bitstill::train {

struct FitTask {
  std::string stage;     // the word for it in logs and metrics: "teacher"
  configs::Place place;  // of the network in the config, for messages
  configs::TrainingConfig training;
  int64_t seed = 1;  // of the batches' order
  LossFunction loss = supervised_loss;
  int64_t first_candidate_epoch = 0;  // earlier epochs cannot be the best
  std::function<void(int64_t epoch)> before_epoch = [](int64_t) {};
};

// Trains `model` in place, on the device it lives on, and leaves it with the weights of the best candidate epoch, in
// evaluation mode; returns that epoch's score on `validation`. With zero epochs it only scores. An epoch uses whole
// batches only: its last incomplete one is left out (the order is drawn anew each epoch). Throws Error when the loss
// stops being a number.
Score fit(Model& model, const Samples& train, const Samples& validation, const FitTask& task, MetricsLog& metrics);

}  // namespace bitstill::train
