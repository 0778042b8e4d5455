#include "datasets/augmentation/speed.h"

#include <algorithm>

#include "datasets/audio/resample.h"

namespace bitstill::datasets {

std::vector<float> change_speed(std::span<const float> samples, double factor) {
  const std::vector<float> played = resample(samples, 1 / factor, ResampleQuality::kFast);
  const auto spare = static_cast<std::ptrdiff_t>(samples.size()) - static_cast<std::ptrdiff_t>(played.size());
  std::vector<float> result(samples.size());
  if (spare >= 0) {
    std::ranges::copy(played, result.begin() + spare / 2);
  } else {
    std::copy_n(played.begin() - spare / 2, result.size(), result.begin());
  }
  return result;
}

}  // namespace bitstill::datasets
