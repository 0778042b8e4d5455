#include "datasets/augmentation/spec_masks.h"

#include <algorithm>

namespace bitstill::datasets {
namespace {

struct Stretch {
  int64_t first = 0;
  int64_t size = 0;
};

Stretch draw(int64_t limit, int64_t longest, Random& random) {
  const int64_t size = random.below(std::min(longest, limit) + 1);
  return {random.below(limit - size + 1), size};
}

}  // namespace

void hide_stretches(std::span<int8_t> features, int64_t coefficients, int8_t hidden,
                    const configs::AugmentConfig& config, Random& random) {
  const int64_t frames = static_cast<int64_t>(features.size()) / coefficients;
  for (int64_t mask = 0; mask < config.time_masks; ++mask) {
    const Stretch stretch = draw(frames, config.time_mask_frames, random);
    std::ranges::fill(features.subspan(static_cast<size_t>(stretch.first * coefficients),
                                       static_cast<size_t>(stretch.size * coefficients)),
                      hidden);
  }
  for (int64_t mask = 0; mask < config.frequency_masks; ++mask) {
    const Stretch stretch = draw(coefficients, config.frequency_mask_bands, random);
    for (int64_t frame = 0; frame < frames; ++frame) {
      std::ranges::fill(features.subspan(static_cast<size_t>(frame * coefficients + stretch.first),
                                         static_cast<size_t>(stretch.size)),
                        hidden);
    }
  }
}

}  // namespace bitstill::datasets
