// Recordings as a CSV file lists them.
#pragma once

#include <optional>
#include <string_view>

#include "configs/schema/experiment.h"
#include "datasets/recordings/recording.h"

namespace bitstill::datasets {

// Rows in the file's order, without those that config.exclude describes. Splits may be called train or training,
// validation, valid, val or dev, test, testing or devtest; an empty one is left open. The columns of split and speaker
// may be missing where the config did not rename them. Throws Error with the line.
Recordings read_manifest(const configs::RecordingsConfig& config);

// The split that a manifest or a person calls by one of these words.
std::optional<Split> split_called(std::string_view word);

}  // namespace bitstill::datasets
