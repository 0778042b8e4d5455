// The first stage: the teacher, trained on the dataset alone.
#pragma once

#include <memory>

#include "train/loop/checkpoint.h"
#include "train/loop/meters.h"
#include "train/models/network.h"
#include "train/run/run_folder.h"
#include "train/run/workbench.h"

namespace bitstill::train {

// Trains the config's teacher, writes teacher.pt and the metrics, and returns its validation score.
Score train_teacher(const configs::ExperimentConfig& config, const RunFolder& folder);

// The teacher of the run folder, in evaluation mode on the bench's device. Throws Error with the remedy where it is
// missing or was trained from another config.
std::unique_ptr<Network> load_teacher(const configs::ExperimentConfig& config, const RunFolder& folder,
                                      const Workbench& bench);

}  // namespace bitstill::train
