// Recordings to evaluate a model on: who finds them, and which of the model's classes each belongs to.
#pragma once

#include <string>
#include <vector>

#include "datasets/recordings/recording.h"

namespace bitstill::firmware {

// A folder with a folder for every word, or with a manifest.csv (path, label, optional split and speaker); or such a
// CSV file itself. `split` keeps only that of the manifest's; empty: all. Throws Error where nothing is left.
datasets::Recordings labelled_recordings(const std::string& folder, const std::string& split);

// For each recording the class that it is right to hear: its label's, or `unknown` where the model has such a class and
// not this word. Throws Error naming the words for which there is neither.
std::vector<size_t> classes_of(const datasets::Recordings& recordings, const std::vector<std::string>& labels,
                               const std::string& folder);

}  // namespace bitstill::firmware
