#include "train/loop/schedule.h"

#include <cmath>
#include <numbers>

#include "configs/support/error.h"

namespace bitstill::train {

double learning_rate(const configs::TrainingConfig& config, const Position& position) {
  const double base = config.optimizer.learning_rate;
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
