// From a config to the three splits: the one visible list of dataset kinds.
#pragma once

#include "configs/schema/experiment.h"
#include "datasets/dataset.h"

namespace bitstill::datasets {

// The same config and seed give the same samples. `features` are of recordings; other kinds do not look at them. Throws
// Error for missing or inconsistent files and for splits that would be empty or share what they must not.
Splits open_dataset(const configs::DatasetConfig& config, int64_t seed, const configs::FeaturesConfig& features = {});

// Of an experiment, with its seed and its features.
Splits open_dataset(const configs::ExperimentConfig& experiment);

}  // namespace bitstill::datasets
