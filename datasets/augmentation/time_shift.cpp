#include "datasets/augmentation/time_shift.h"

#include <algorithm>

namespace bitstill::datasets {

void shift_time(std::span<float> samples, int64_t by) {
  const auto count = static_cast<int64_t>(samples.size());
  const auto distance = static_cast<std::ptrdiff_t>(std::min(std::abs(by), count));
  if (by > 0) {
    std::shift_right(samples.begin(), samples.end(), distance);
    std::fill_n(samples.begin(), distance, 0.0f);
  } else {
    std::shift_left(samples.begin(), samples.end(), distance);
    std::fill_n(samples.end() - distance, distance, 0.0f);
  }
}

}  // namespace bitstill::datasets
