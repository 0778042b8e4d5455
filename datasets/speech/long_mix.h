// Minutes of noise and other people's speech with words at known times in them: what a detector hears all day, to count
// the words that it misses and its false alarms.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "configs/schema/experiment.h"
#include "datasets/dataset.h"

namespace bitstill::datasets {

struct LongMixParameters {
  int64_t seconds = 300;
  double words_per_minute = 6;   // of the classes to be found
  double others_per_minute = 6;  // of the class "unknown", where there is one
  double noise_dbfs = -45;       // RMS of what is heard all the time
  configs::Range snr_db{5, 25};  // how far each word stands above it
  int64_t seed = 1;
};

// A word that is heard from sample `begin` to before sample `end`; the silence around it in its clip does not count.
struct HeardWord {
  int64_t begin = 0;
  int64_t end = 0;
  int64_t label = -1;
  std::string source;
};

struct LongMix {
  int64_t sample_rate = 0;
  std::vector<int16_t> samples;
  std::vector<HeardWord> words;   // to be found, in the order of time
  std::vector<HeardWord> others;  // to be passed over
};

// From one split of recordings, which is Splits::test unless something is being tuned: its words, each used once before
// any is used again, and its noise (or coloured noise where it has none). At least half a second lies between the clips
// of two words. Throws Error where `split` has no words or so many do not fit.
LongMix make_long_mix(const Splits& splits, const Dataset& split, const LongMixParameters& parameters);

// The samples as a WAV file, and a CSV with a row per word: begin_s, end_s, word, kind (word or other), source.
void write_long_mix(const LongMix& mix, const std::vector<std::string>& class_names, const std::filesystem::path& wav,
                    const std::filesystem::path& csv);

}  // namespace bitstill::datasets
