// Recordings whose label stands in their path: in the name, or as the folder they lie in.
#pragma once

#include "configs/schema/experiment.h"
#include "datasets/recordings/recording.h"

namespace bitstill::datasets {

constexpr int64_t kMostRecordings = 1'000'000;

// Whether the name ends as those of recordings do: .wav or .flac, in any case.
bool is_recording(const std::filesystem::path& path);

// Every recording under `folder`, sorted by name. Throws Error where there are more than kMostRecordings.
std::vector<std::filesystem::path> recordings_under(const std::filesystem::path& folder);

// folder/<label>/<name>: the layout of Speech Commands, where the speaker is what stands before "_nohash_". Folders
// whose names begin with '_' or '.' are no labels.
Recordings find_by_folder(const configs::RecordingsConfig& config);

// Names like config.pattern, anywhere under the folder; where the pattern has a '/', paths from the folder on. A
// placeholder is the shortest run of characters but '/' that lets the rest match; {index} is a run of digits.
Recordings find_by_pattern(const configs::RecordingsConfig& config);

}  // namespace bitstill::datasets
