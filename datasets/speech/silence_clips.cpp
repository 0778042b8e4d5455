#include "datasets/speech/silence_clips.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "datasets/augmentation/augment.h"

namespace bitstill::datasets {

std::vector<Clip> silence_clips(int64_t count, int64_t clip_samples, const configs::SilenceConfig& config,
                                const NoiseBank& noise, int64_t label, Random random) {
  std::vector<Clip> clips;
  for (int64_t i = 0; i < count; ++i) {
    Pcm samples = augmented_silence(clip_samples, config, noise, random);
    clips.push_back({std::move(samples), label, "", fmt::format("silence {}", i), true});
  }
  return clips;
}

int64_t clips_per_word(double per_word, int64_t clips, int64_t words) {
  if (clips == 0 || per_word == 0) return 0;
  return std::max<int64_t>(std::llround(per_word * static_cast<double>(clips) / static_cast<double>(words)), 1);
}

}  // namespace bitstill::datasets
