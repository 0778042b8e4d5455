// A name for the content that samples come from, so that a stage is repeated when the data changed and not when it
// moved.
#pragma once

#include <string>

#include "configs/schema/experiment.h"

namespace bitstill::datasets {

// SHA-256, as 64 hexadecimal digits, over the dataset's keys without its paths, over the bytes of every file it names
// and over the names and bytes of the recordings and lists in every folder it names; nothing is parsed or uncompressed.
// Throws Error where a file cannot be read.
std::string fingerprint(const configs::DatasetConfig& config);

// Of an experiment's dataset and, where its samples are recordings, of what the front-end makes of them.
std::string fingerprint(const configs::ExperimentConfig& experiment);

}  // namespace bitstill::datasets
