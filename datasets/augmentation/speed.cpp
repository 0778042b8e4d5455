#include "datasets/augmentation/speed.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace bitstill::datasets {
namespace {

constexpr int kTaps = 16;
constexpr int kPhases = 64;

// Ideal low-passes under a Hann window, one for each phase between two samples. libsamplerate is better and ten times
// slower; every copy of every training recording comes through here.
class Interpolator {
 public:
  explicit Interpolator(double cutoff) {
    for (int phase = 0; phase <= kPhases; ++phase) {
      for (int tap = 0; tap < kTaps; ++tap) {
        const double at = tap - (kTaps / 2 - 1) - static_cast<double>(phase) / kPhases;
        const double angle = std::numbers::pi * cutoff * at;
        const double window = std::cos(std::numbers::pi * at / kTaps);
        weights_[static_cast<size_t>(phase)][static_cast<size_t>(tap)] =
            static_cast<float>(cutoff * window * window * (at == 0 ? 1 : std::sin(angle) / angle));
      }
    }
  }

  float at(std::span<const float> samples, double position) const {
    const double whole = std::floor(position);
    const double phase = (position - whole) * kPhases;
    const auto lower = static_cast<size_t>(phase);
    const auto between = static_cast<float>(phase - static_cast<double>(lower));
    const auto first = static_cast<int64_t>(whole) - (kTaps / 2 - 1);
    const auto begin = std::max<int64_t>(first, 0);
    const auto end = std::min<int64_t>(first + kTaps, static_cast<int64_t>(samples.size()));
    float sum = 0;
    for (int64_t i = begin; i < end; ++i) {
      const auto tap = static_cast<size_t>(i - first);
      const float weight = weights_[lower][tap] + between * (weights_[lower + 1][tap] - weights_[lower][tap]);
      sum += samples[static_cast<size_t>(i)] * weight;
    }
    return sum;
  }

 private:
  std::array<std::array<float, kTaps>, kPhases + 1> weights_;
};

}  // namespace

std::vector<float> change_speed(std::span<const float> samples, double factor) {
  const Interpolator interpolator(std::min(1.0, 1 / factor));
  const double middle = static_cast<double>(samples.size()) / 2;
  std::vector<float> result(samples.size());
  for (size_t i = 0; i < result.size(); ++i) {
    result[i] = interpolator.at(samples, middle + (static_cast<double>(i) - middle) * factor);
  }
  return result;
}

}  // namespace bitstill::datasets
