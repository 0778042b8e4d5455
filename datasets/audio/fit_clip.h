// From a recording of any length to the clip that one inference hears.
#pragma once

#include <span>
#include <string>

#include "datasets/audio/waveform.h"

namespace bitstill::datasets {

// A longer recording is cut to `clip_samples`: the window of the highest energy (crop "loudest", the earliest of equal
// ones), its middle ("middle") or its beginning ("start"). A shorter one stands in the middle between zeros.
Pcm fit_clip(std::span<const int16_t> recording, int64_t clip_samples, const std::string& crop);

// First sample of the window of `size` samples with the highest energy; 0 where there are no more than that.
int64_t loudest_window(std::span<const int16_t> recording, int64_t size);

}  // namespace bitstill::datasets
