// A short name for everything in a config that leads to a stage's result, so that a stale file is recognised.
#pragma once

#include <string>

#include "configs/schema/experiment.h"

namespace bitstill::train {

// SHA-256 over the parts of the resolved config that the stage depends on; later stages' settings do not change it.
std::string teacher_recipe(const configs::ExperimentConfig& config);
std::string student_recipe(const configs::ExperimentConfig& config);
std::string quantized_recipe(const configs::ExperimentConfig& config);

}  // namespace bitstill::train
