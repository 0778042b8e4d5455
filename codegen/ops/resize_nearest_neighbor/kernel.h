// Nearest-neighbour resizing: every output pixel is a copy of an input pixel.
//
// Which one is a matter of floating point, so the generator has computed it: rows and columns hold, for each output row
// and column, where in the input it comes from, in bytes. An output row that repeats the one above is copied from
// there. The output is written from front to back and may overlap the input as the generator's plan says.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

namespace bitstill::ops {

struct ResizeNearestNeighbor {
  int32_t output_height, output_width, channels;
};

inline void resize_nearest_neighbor(const ResizeNearestNeighbor& layer, const int8_t* input, const int32_t* rows,
                                    const int32_t* columns, int8_t* output) noexcept {
  const size_t pixel_bytes = static_cast<size_t>(layer.channels);
  const size_t row_bytes = static_cast<size_t>(layer.output_width) * pixel_bytes;
  for (int32_t y = 0; y < layer.output_height; ++y) {
    if (y > 0 && rows[y] == rows[y - 1]) {
      memcpy(output, output - row_bytes, row_bytes);
      output += row_bytes;
      continue;
    }
    const int8_t* row = input + rows[y];
    for (int32_t x = 0; x < layer.output_width; ++x, output += pixel_bytes) {
      memmove(output, row + columns[x], pixel_bytes);
    }
  }
}

}  // namespace bitstill::ops
