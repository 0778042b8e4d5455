// What the keys of a front-end must be by themselves; what they must be to one another, parameters_from checks.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string>

#include "configs/schema/choices.h"

namespace bitstill::configs {

// Whether a dataset of that kind has a front-end.
inline bool is_of_recordings(const std::string& dataset_kind) {
  return std::ranges::find(kRecordingDatasets, dataset_kind) != kRecordingDatasets.end();
}

inline bool is_fft_size(int64_t size) {
  return size >= 64 && size <= 2048 && std::has_single_bit(static_cast<uint64_t>(size));
}

}  // namespace bitstill::configs
