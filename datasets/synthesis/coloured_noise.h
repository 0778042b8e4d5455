// Noise that needs no recordings.
#pragma once

#include "datasets/audio/waveform.h"
#include "datasets/random.h"

namespace bitstill::datasets {

// White (every frequency alike), pink (energy falls with the frequency), brown (with its square) and the hum of a mains
// at 50 or 60 Hz with its harmonics: so many samples of each, at an RMS of 1,000 of 32,768.
std::vector<Pcm> coloured_noise(int64_t samples, int64_t sample_rate, Random random);

}  // namespace bitstill::datasets
