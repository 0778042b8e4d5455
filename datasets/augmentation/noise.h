// A recording with noise behind it.
#pragma once

#include <cstdint>
#include <span>

namespace bitstill::datasets {

// Adds as many samples of noise, scaled so that the RMS of the recording is `snr_db` above theirs. Nothing is added
// where either is silent: no level would be right.
void mix_noise(std::span<float> samples, std::span<const int16_t> noise, double snr_db);

}  // namespace bitstill::datasets
