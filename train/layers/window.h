// Windows that slide over an image: how many fit along a side, and the zeros around it.
#pragma once

#include <cstdint>

namespace bitstill::train {

enum class Padding { kValid, kSame };

// Along one side of an image.
struct Window {
  int64_t size = 1;    // taps
  int64_t stride = 1;  // pixels from one window to the next
  Padding padding = Padding::kValid;
  int64_t dilation = 1;  // pixels from one tap to the next

  // Pixels from the first tap to the last, both included.
  int64_t reach() const { return (size - 1) * dilation + 1; }
};

struct ImageWindow {
  Window height, width;

  int64_t taps() const { return height.size * width.size; }
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
