// How the learning rate changes over a training.
#pragma once

#include <cstdint>

#include "configs/schema/experiment.h"

namespace bitstill::train {

// Where a training stands before a step.
struct Position {
  int64_t step = 0;  // from 0, over all epochs
  int64_t steps_per_epoch = 1;
  int64_t epochs = 1;
};

// constant: the base rate. step: times step_factor every step_epochs epochs. cosine: half a cosine from the base rate
// down to zero, step by step (Loshchilov and Hutter 2016, "SGDR", without restarts). All of them
// times a linear rise over the first warmup_epochs (Goyal et al. 2017, "Accurate, Large Minibatch SGD").
double learning_rate(const configs::TrainingConfig& config, const Position& position);

}  // namespace bitstill::train
