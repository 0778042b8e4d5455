#include "datasets/synthesis/room.h"

#include <cmath>

namespace bitstill::datasets {

void add_room(std::vector<float>& samples, int64_t sample_rate, double reverberation_ms, Random& random) {
  constexpr double kReflectionsPerSecond = 1000;
  constexpr double kFirstMs = 3;  // a metre's way there and back is six
  const double rate = static_cast<double>(sample_rate);
  const std::vector<float> dry = samples;
  // Reflections are softer than the sound itself by what a talker half a metre to two metres away gives.
  const double loudest = 0.1 + 0.3 * random.uniform();
  for (double ms = kFirstMs; ms < reverberation_ms; ms += 2 * 1000 / kReflectionsPerSecond * random.uniform()) {
    const double sign = random.below(2) == 0 ? 1 : -1;
    const auto gain = static_cast<float>(sign * loudest * std::pow(10, -3 * ms / reverberation_ms));
    const auto delay = static_cast<size_t>(ms / 1000 * rate);
    for (size_t i = delay; i < samples.size(); ++i) samples[i] += gain * dry[i - delay];
  }
}

}  // namespace bitstill::datasets
