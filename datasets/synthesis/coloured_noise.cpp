#include "datasets/synthesis/coloured_noise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>

#include "datasets/audio/levels.h"

namespace bitstill::datasets {
namespace {

constexpr double kLevel = 1000;

Pcm generate(int64_t samples, const std::function<double()>& next) {
  std::vector<float> values(static_cast<size_t>(samples));
  for (float& value : values) value = static_cast<float>(next());
  const double level = rms(std::span<const float>(values)) / 32768;
  Pcm pcm(values.size());
  std::ranges::transform(values, pcm.begin(), [&](float value) { return saturate(value * kLevel / level); });
  return pcm;
}

// A low-pass of one pole whose step lasts `samples`.
struct LowPass {
  double samples;
  double state = 0;
  double operator()(double input) { return state += (input - state) / samples; }
};

}  // namespace

std::vector<Pcm> coloured_noise(int64_t samples, int64_t sample_rate, Random random) {
  std::vector<Pcm> tracks;
  tracks.push_back(generate(samples, [&] { return random.normal(); }));
  // Low-passes an octave or two apart, each as loud as the next: about 3 dB less in each octave.
  std::array<LowPass, 5> poles{{{1}, {4}, {16}, {64}, {256}}};
  tracks.push_back(generate(samples, [&] {
    double sum = 0;
    for (LowPass& pole : poles) sum += pole(random.normal()) * std::sqrt(pole.samples);
    return sum;
  }));
  LowPass brown{512};
  tracks.push_back(generate(samples, [&] { return brown(random.normal()); }));
  const double mains = random.below(2) == 0 ? 50 : 60;
  int64_t at = 0;
  tracks.push_back(generate(samples, [&] {
    double sum = 0.05 * random.normal();
    const double phase = 2 * std::numbers::pi * mains * static_cast<double>(at++) / static_cast<double>(sample_rate);
    for (int harmonic = 1; harmonic <= 5; ++harmonic) sum += std::sin(phase * harmonic) / harmonic;
    return sum;
  }));
  return tracks;
}

}  // namespace bitstill::datasets
