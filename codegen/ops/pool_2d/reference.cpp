#include <fmt/format.h>

#include <algorithm>

#include "codegen/arithmetic/division.h"
#include "codegen/arithmetic/rounding.h"
#include "codegen/graph/values.h"
#include "codegen/ops/pool_2d/pool_2d.h"

namespace bitstill::codegen::ops {

std::string Pool2D::parameters() const {
  return fmt::format("{}, clamp [{}, {}]", window.print(), clamp.low, clamp.high);
}

void Pool2D::run(const Graph&, TensorValues& values) const {
  const auto input = values.int8(inputs[0]);
  auto output = values.int8(outputs[0]).begin();
  for (int32_t y = 0; y < window.output_height; ++y) {
    for (int32_t x = 0; x < window.output_width; ++x) {
      for (int32_t channel = 0; channel < window.output_channels; ++channel) {
        int32_t sum = 0, count = 0, largest = -128;
        for (int32_t ky = 0; ky < window.kernel_height; ++ky) {
          for (int32_t kx = 0; kx < window.kernel_width; ++kx) {
            const int32_t row = y * window.stride_height - window.pad_top + ky;
            const int32_t column = x * window.stride_width - window.pad_left + kx;
            if (row < 0 || row >= window.input_height || column < 0 || column >= window.input_width) continue;
            const int32_t at = (row * window.input_width + column) * window.input_channels + channel;
            const int32_t value = input[static_cast<size_t>(at)];
            sum += value;
            ++count;
            largest = std::max(largest, value);
          }
        }
        const int32_t value = mean() ? arithmetic::rounding_divide(sum, count) : largest;
        *output++ = static_cast<int8_t>(arithmetic::clamp(value, clamp.low, clamp.high));
      }
    }
  }
}

}  // namespace bitstill::codegen::ops
