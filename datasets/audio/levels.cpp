#include "datasets/audio/levels.h"

#include <algorithm>
#include <cmath>

namespace bitstill::datasets {
namespace {

constexpr double kFullScale = 32768;

template <class Number>
double root_mean_square(std::span<const Number> samples) {
  double sum = 0;
  for (const Number sample : samples) sum += static_cast<double>(sample) * static_cast<double>(sample);
  return samples.empty() ? 0 : std::sqrt(sum / static_cast<double>(samples.size()));
}

}  // namespace

double rms(std::span<const int16_t> samples) { return root_mean_square(samples); }

double rms(std::span<const float> samples) { return kFullScale * root_mean_square(samples); }

double from_decibels(double decibels) { return std::pow(10, decibels / 20); }

int16_t saturate(double sample) {
  return static_cast<int16_t>(std::clamp(std::nearbyint(sample), -kFullScale, kFullScale - 1));
}

Pcm to_pcm(std::span<const float> samples) {
  Pcm pcm(samples.size());
  std::ranges::transform(samples, pcm.begin(),
                         [](float sample) { return saturate(static_cast<double>(sample) * kFullScale); });
  return pcm;
}

std::vector<float> to_float(std::span<const int16_t> samples) {
  std::vector<float> result(samples.size());
  std::ranges::transform(samples, result.begin(),
                         [](int16_t sample) { return static_cast<float>(sample / kFullScale); });
  return result;
}

}  // namespace bitstill::datasets
