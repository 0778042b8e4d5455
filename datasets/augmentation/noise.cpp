#include "datasets/augmentation/noise.h"

#include <algorithm>

#include "datasets/audio/levels.h"

namespace bitstill::datasets {

void mix_noise(std::span<float> samples, std::span<const int16_t> noise, double snr_db) {
  constexpr double kStep = 1.0 / 32768;
  const double noise_level = rms(noise);
  if (noise_level == 0) return;
  const double factor = rms(samples) / (noise_level * from_decibels(snr_db)) * kStep;
  const size_t count = std::min(samples.size(), noise.size());
  for (size_t i = 0; i < count; ++i) samples[i] += static_cast<float>(noise[i] * factor);
}

}  // namespace bitstill::datasets
