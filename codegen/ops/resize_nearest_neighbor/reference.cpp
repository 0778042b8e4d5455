#include <fmt/format.h>

#include <algorithm>

#include "codegen/graph/values.h"
#include "codegen/ops/resize_nearest_neighbor/resize_nearest_neighbor.h"

namespace bitstill::codegen::ops {

std::string ResizeNearestNeighbor::parameters() const { return fmt::format("to {}x{}", rows.size(), columns.size()); }

// Before a pixel is read, everything in front of it has been written. Of equal rows only the first is read.
std::optional<InPlace> ResizeNearestNeighbor::in_place(size_t) const {
  int64_t rows_ahead = 0, columns_ahead = 0;
  const auto width = static_cast<int64_t>(columns.size());
  for (size_t y = 0; y < rows.size(); ++y) {
    if (y > 0 && rows[y] == rows[y - 1]) continue;
    rows_ahead = std::max(rows_ahead, static_cast<int64_t>(y) * width - int64_t{rows[y]} * input_width);
  }
  for (size_t x = 0; x < columns.size(); ++x) {
    columns_ahead = std::max(columns_ahead, static_cast<int64_t>(x) - columns[x]);
  }
  return InPlace{(rows_ahead + columns_ahead) * channels};
}

void ResizeNearestNeighbor::run(const Graph&, TensorValues& values) const {
  const auto input = values.int8(inputs[0]);
  auto output = values.int8(outputs[0]).begin();
  for (const int32_t row : rows) {
    for (const int32_t column : columns) {
      const auto pixel = input.begin() + (int64_t{row} * input_width + column) * channels;
      output = std::copy(pixel, pixel + channels, output);
    }
  }
}

}  // namespace bitstill::codegen::ops
