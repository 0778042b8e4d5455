// Everything that is done to the samples of a training recording, in the order in which it happens to a sound: it is
// spoken faster or slower, comes earlier or later, is louder or softer, and noise is behind it.
#pragma once

#include "configs/schema/experiment.h"
#include "datasets/audio/waveform.h"
#include "datasets/random.h"
#include "datasets/speech/noise_bank.h"

namespace bitstill::datasets {

// What every copy of a recording has in common, the first one too: its level, where config.normalize_gain says so.
Pcm prepared(const Pcm& clip, const configs::AugmentConfig& config);

// One altered copy; the same state of `random` gives the same samples.
Pcm augmented(const Pcm& clip, int64_t sample_rate, const configs::AugmentConfig& config, const NoiseBank& noise,
              Random& random);

// A clip without speech has no word to move: another stretch of noise.
Pcm augmented_silence(int64_t clip_samples, const configs::SilenceConfig& silence, const NoiseBank& noise,
                      Random& random);

}  // namespace bitstill::datasets
