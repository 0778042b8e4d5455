#include "datasets/recordings/list_recordings.h"

#include <fmt/format.h>

#include <algorithm>

#include "configs/support/error.h"
#include "datasets/recordings/assign_splits.h"
#include "datasets/recordings/find_files.h"
#include "datasets/recordings/read_manifest.h"

namespace bitstill::datasets {

Recordings list_recordings(const configs::RecordingsConfig& config, int64_t seed) {
  Recordings recordings = !config.manifest.empty()  ? read_manifest(config)
                          : !config.pattern.empty() ? find_by_pattern(config)
                                                    : find_by_folder(config);
  std::ranges::sort(recordings, {}, &Recording::name);
  assign_splits(recordings, config, seed);
  return recordings;
}

}  // namespace bitstill::datasets
