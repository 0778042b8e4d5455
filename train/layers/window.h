// Square windows that slide over an image: how many fit, and the zeros around it.
#pragma once

#include <cstdint>

namespace bitstill::train {

enum class Padding { kValid, kSame };

struct Window {
  int64_t size = 1;    // side, in pixels
  int64_t stride = 1;  // pixels from one window to the next
  Padding padding = Padding::kValid;
};

// Zeros before and after one side of an image.
struct Margin {
  int64_t before = 0;
  int64_t after = 0;
};

// TensorFlow's SAME: just enough zeros for ceil(length / stride) windows; where their number is odd, the end gets one
// more than the start. VALID: none.
Margin margin_of(const Window& window, int64_t length);

// Windows along a side of `length` pixels; 0 where not even one fits.
int64_t windows_along(const Window& window, int64_t length);

// Pixels of a side that all windows along it read together; zeros around it do not count.
int64_t taps_along(const Window& window, int64_t length);

}  // namespace bitstill::train
