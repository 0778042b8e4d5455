// From a config to the three splits: the one visible list of dataset kinds.
#pragma once

#include "configs/schema/experiment.h"
#include "datasets/dataset.h"

namespace bitstill::datasets {

// The same config and seed give the same samples. Throws Error for missing or inconsistent files and for splits that
// would be empty or share a file.
Splits open_dataset(const configs::DatasetConfig& config, int64_t seed);

}  // namespace bitstill::datasets
