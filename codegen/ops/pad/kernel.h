// Padding: the input with `value` around it.
//
// Axes that have no padding are joined by the generator with the one outside them, so an image padded in height and
// width is two axes: rows, and the bytes of a row. The output is written from its first byte to its last, so it may
// overlap an input that lies near its end.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

namespace bitstill::ops {

struct PadAxis {
  int32_t count;   // of the input
  int32_t before;  // bytes of padding
  int32_t after;
};

struct PadPlaces {
  const int8_t* input;
  int8_t* output;
  int32_t value;

  void fill(int32_t bytes) noexcept {
    memset(output, value, static_cast<size_t>(bytes));
    output += bytes;
  }
  // The innermost axis: its indices are bytes.
  void copy(const PadAxis& row) noexcept {
    fill(row.before);
    memmove(output, input, static_cast<size_t>(row.count));
    input += row.count;
    output += row.count;
    fill(row.after);
  }
};

// The last axis is the innermost.
inline void pad(const PadAxis (&axes)[4], int32_t value, const int8_t* input, int8_t* output) noexcept {
  PadPlaces places = {input, output, value};
  places.fill(axes[0].before);
  for (int32_t i = axes[0].count; i > 0; --i) {
    places.fill(axes[1].before);
    for (int32_t j = axes[1].count; j > 0; --j) {
      places.fill(axes[2].before);
      for (int32_t k = axes[2].count; k > 0; --k) places.copy(axes[3]);
      places.fill(axes[2].after);
    }
    places.fill(axes[1].after);
  }
  places.fill(axes[0].after);
}

}  // namespace bitstill::ops
