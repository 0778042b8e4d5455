#include "datasets/audio/fit_clip.h"

#include <algorithm>

namespace bitstill::datasets {

int64_t loudest_window(std::span<const int16_t> recording, int64_t size) {
  const auto count = static_cast<int64_t>(recording.size());
  const auto energy = [&](int64_t at) {
    const int64_t sample = recording[static_cast<size_t>(at)];
    return sample * sample;
  };
  int64_t sum = 0;
  for (int64_t i = 0; i < std::min(size, count); ++i) sum += energy(i);
  int64_t best = 0;
  for (int64_t first = 1, loudest = sum; first + size <= count; ++first) {
    sum += energy(first + size - 1) - energy(first - 1);
    if (sum > loudest) {
      loudest = sum;
      best = first;
    }
  }
  return best;
}

Pcm fit_clip(std::span<const int16_t> recording, int64_t clip_samples, const std::string& crop) {
  const auto spare = static_cast<int64_t>(recording.size()) - clip_samples;
  if (spare > 0) {
    const int64_t first = crop == "start" ? 0 : crop == "middle" ? spare / 2 : loudest_window(recording, clip_samples);
    const auto part = recording.subspan(static_cast<size_t>(first), static_cast<size_t>(clip_samples));
    return {part.begin(), part.end()};
  }
  Pcm clip(static_cast<size_t>(clip_samples));
  std::ranges::copy(recording, clip.begin() - spare / 2);
  return clip;
}

}  // namespace bitstill::datasets
