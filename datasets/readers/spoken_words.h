// Keyword spotting without recordings: a speech synthesiser says the words.
#pragma once

#include "configs/schema/experiment.h"
#include "datasets/dataset.h"

namespace bitstill::datasets {

// Classes are the words in their order, then "unknown" and "silence" where the config asks for them. A sample's speaker
// is the variant of the voice; none is heard in two splits. Throws Error for a language without voices, too few of them
// for three splits and words that give no sound.
Splits open_spoken_words(const configs::SpokenWordsConfig& config, const configs::FeaturesConfig& features,
                         const configs::Place& place, int64_t seed);

}  // namespace bitstill::datasets
