// All recordings of one source with their splits: the one place that knows every way to say them.
#pragma once

#include "configs/schema/experiment.h"
#include "datasets/recordings/recording.h"

namespace bitstill::datasets {

// In the order of their names, each with a split. Throws Error for a folder without recordings, a manifest that names
// none or the wrong ones, and speakers who are heard in splits that must not share them.
Recordings list_recordings(const configs::RecordingsConfig& config, int64_t seed);

}  // namespace bitstill::datasets
