#include "datasets/augmentation/gain.h"

#include "datasets/audio/levels.h"

namespace bitstill::datasets {
namespace {

void scale(std::span<float> samples, double factor) {
  for (float& sample : samples) sample = static_cast<float>(sample * factor);
}

}  // namespace

void change_gain(std::span<float> samples, double decibels) { scale(samples, from_decibels(decibels)); }

void normalize_level(std::span<float> samples, double level_dbfs) {
  constexpr double kFullScale = 32768;
  if (const double level = rms(samples); level > 0) scale(samples, kFullScale * from_decibels(level_dbfs) / level);
}

}  // namespace bitstill::datasets
