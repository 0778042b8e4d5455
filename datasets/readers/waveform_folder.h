// Keyword spotting on recordings: WAV and FLAC files, one word in each.
#pragma once

#include "configs/schema/experiment.h"
#include "datasets/dataset.h"

namespace bitstill::datasets {

// Classes are the words in their order, then "unknown" and "silence" where the config asks for them. Throws Error for
// what list_recordings, open_noise and read_pcm refuse, for words that nobody says and for classes that a split lacks.
Splits open_waveform_folder(const configs::WaveformFolderConfig& config, const configs::FeaturesConfig& features,
                            const configs::Place& place, int64_t seed);

}  // namespace bitstill::datasets
