// The clips of the class in which nobody speaks.
#pragma once

#include "datasets/random.h"
#include "datasets/speech/speech_dataset.h"

namespace bitstill::datasets {

// Of one split: stretches of its noise and, a share of them, nothing but zeros.
std::vector<Clip> silence_clips(int64_t count, int64_t clip_samples, const configs::SilenceConfig& config,
                                const NoiseBank& noise, int64_t label, Random random);

// So many clips as `per_word` words have, each `clips` / `words` on average; 0 of no clips, else at least 1.
int64_t clips_per_word(double per_word, int64_t clips, int64_t words);

}  // namespace bitstill::datasets
