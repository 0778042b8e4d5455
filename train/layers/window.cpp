#include "train/layers/window.h"

#include <algorithm>

namespace bitstill::train {

Margin margin_of(const Window& window, int64_t length) {
  if (window.padding == Padding::kValid) return {};
  const int64_t last_start = (windows_along(window, length) - 1) * window.stride;
  const int64_t zeros = std::max<int64_t>(last_start + window.reach() - length, 0);
  return {zeros / 2, zeros - zeros / 2};
}

int64_t windows_along(const Window& window, int64_t length) {
  if (window.padding == Padding::kSame) return (length + window.stride - 1) / window.stride;
  return length < window.reach() ? 0 : (length - window.reach()) / window.stride + 1;
}

int64_t taps_along(const Window& window, int64_t length) {
  const int64_t margin = margin_of(window, length).before;
  int64_t taps = 0;
  for (int64_t i = 0; i < windows_along(window, length); ++i) {
    for (int64_t tap = 0; tap < window.size; ++tap) {
      const int64_t at = i * window.stride - margin + tap * window.dilation;
      if (at >= 0 && at < length) ++taps;
    }
  }
  return taps;
}

}  // namespace bitstill::train
