// The steps between the float student and its quantisation, each a stage of its own.
#pragma once

#include "train/loop/meters.h"
#include "train/run/run.h"

namespace bitstill::distill {

// Throws Error for what a step cannot do with this student, as far as that is known before training.
void check_steps(train::Run& run);

// Takes every step that is not done; returns the score on the validation split after each.
std::vector<train::Score> take_steps(train::Run& run);

// "step_1_prune": of the step at that position in the config, from 0.
std::string step_name(const configs::ExperimentConfig& config, size_t index);

}  // namespace bitstill::distill
