#include "train/loop/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "configs/support/error.h"

namespace bitstill::train {

namespace {

// The part of the full rate that the warm-up has reached; 1 once it is over.
double warmed_up(const configs::ScheduleConfig& schedule, const Position& position) {
  const double steps = schedule.warmup_epochs * static_cast<double>(position.steps_per_epoch);
  return std::min(1.0, static_cast<double>(position.step + 1) / std::max(steps, 1.0));
}

}  // namespace

double learning_rate(const configs::TrainingConfig& config, const Position& position) {
  const double base = config.optimizer.learning_rate * warmed_up(config.schedule, position);
  const configs::ScheduleConfig& schedule = config.schedule;
  if (schedule.kind == "constant") return base;
  if (schedule.kind == "step") {
    const int64_t epoch = position.step / position.steps_per_epoch;
    return base * std::pow(schedule.step_factor, static_cast<double>(epoch / schedule.step_epochs));
  }
  if (schedule.kind == "cosine") {
    const double done =
        static_cast<double>(position.step) / static_cast<double>(position.steps_per_epoch * position.epochs);
    return base * 0.5 * (1 + std::cos(std::numbers::pi * done));
  }
  throw Error("schedule '" + schedule.kind + "' is unknown; use constant, step or cosine");
}

}  // namespace bitstill::train
