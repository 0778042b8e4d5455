#include "train/layers/window.h"

#include <algorithm>

namespace bitstill::train {

Margin margin_of(const Window& window, int64_t length) {
  if (window.padding == Padding::kValid) return {};
  const int64_t last_start = (windows_along(window, length) - 1) * window.stride;
  const int64_t zeros = std::max<int64_t>(last_start + window.size - length, 0);
  return {zeros / 2, zeros - zeros / 2};
}

int64_t windows_along(const Window& window, int64_t length) {
  if (window.padding == Padding::kSame) return (length + window.stride - 1) / window.stride;
  return length < window.size ? 0 : (length - window.size) / window.stride + 1;
}

int64_t taps_along(const Window& window, int64_t length) {
  const int64_t margin = margin_of(window, length).before;
  int64_t taps = 0;
  for (int64_t i = 0; i < windows_along(window, length); ++i) {
    const int64_t begin = i * window.stride - margin;
    taps += std::min(begin + window.size, length) - std::max<int64_t>(begin, 0);
  }
  return taps;
}

}  // namespace bitstill::train
