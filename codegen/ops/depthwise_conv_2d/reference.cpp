#include <fmt/format.h>

#include <algorithm>

#include "codegen/graph/values.h"
#include "codegen/ops/depthwise_conv_2d/depthwise_conv_2d.h"
#include "codegen/ops/depthwise_conv_2d/esp32.h"

namespace bitstill::codegen::ops {
namespace {

// The sum of one filter's taps inside the image, bias included.
int32_t sum_at(const DepthwiseConv2D& layer, std::span<const int8_t> input, int32_t y, int32_t x, int32_t channel) {
  const Window& window = layer.window;
  const int32_t input_channel = channel / layer.depth_multiplier;
  const int8_t* weights = layer.filters.weights.data() + int64_t{channel} * layer.filters.taps;
  int32_t sum = layer.filters.bias[static_cast<size_t>(channel)];
  for (int32_t ky = 0; ky < window.kernel_height; ++ky) {
    const int32_t row = y * window.stride_height - window.pad_top + ky * window.dilation_height;
    if (row < 0 || row >= window.input_height) continue;
    for (int32_t kx = 0; kx < window.kernel_width; ++kx) {
      const int32_t column = x * window.stride_width - window.pad_left + kx * window.dilation_width;
      if (column < 0 || column >= window.input_width) continue;
      const int32_t at = (row * window.input_width + column) * window.input_channels + input_channel;
      sum += (input[static_cast<size_t>(at)] - layer.input_zero_point) * weights[ky * window.kernel_width + kx];
    }
  }
  return sum;
}

}  // namespace

std::string DepthwiseConv2D::parameters() const {
  return fmt::format("{}, {}clamp [{}, {}]", window.print(),
                     depth_multiplier == 1 ? "" : fmt::format("depth multiplier {}, ", depth_multiplier), clamp.low,
                     clamp.high);
}

int32_t DepthwiseConv2D::row_length() const {
  return (window.output_width - 1) * window.stride_width + (window.kernel_width - 1) * window.dilation_width + 1;
}

int64_t DepthwiseConv2D::scratch_bytes() const {
  if (!esp32_kernel) return int64_t{2} * ring_rows() * row_length();
  return (division ? 2 : 1) * esp32_strips(*this).scratch_bytes;
}

int64_t DepthwiseConv2D::last_row_held(int32_t y) const {
  return std::min<int64_t>(int64_t{y} * window.stride_height - window.pad_top + ring_rows() - 1,
                           window.input_height - 1);
}

// One channel after the other is computed, and every channel has its own bytes in input and output where both have as
// many: the output may lie exactly over the input, if every pixel is in the ring before its place is written.
std::optional<InPlace> DepthwiseConv2D::in_place_by_channel() const {
  for (int32_t y = 0; y < window.output_height; ++y) {
    const int64_t last_written = ((y + 1) * int64_t{window.output_width} - 1) / window.input_width;
    if (last_written > last_row_held(y)) return std::nullopt;
  }
  return InPlace{0, true};
}

// Of a single channel, a row of the output is written when the rows under its window are in the ring.
InPlace DepthwiseConv2D::in_place_by_row() const {
  int64_t lag = 0;
  for (int32_t y = 0; y < window.output_height && last_row_held(y) < window.input_height - 1; ++y) {
    const int64_t written = (y + 1) * int64_t{window.output_width} * depth_multiplier;
    lag = std::max(lag, written - (last_row_held(y) + 1) * window.input_width);
  }
  return {lag, false};
}

std::optional<InPlace> DepthwiseConv2D::in_place(size_t) const {
  if (window.input_channels == 1) return division ? std::nullopt : std::optional(in_place_by_row());
  return depth_multiplier == 1 ? in_place_by_channel() : std::nullopt;
}

void DepthwiseConv2D::run(const Graph&, TensorValues& values) const {
  const std::span<const int8_t> input = values.int8(inputs[0]);
  const std::span<int8_t> output = values.int8(outputs[0]);
  size_t at = 0;
  for (int32_t y = 0; y < window.output_height; ++y) {
    for (int32_t x = 0; x < window.output_width; ++x) {
      for (int32_t channel = 0; channel < window.output_channels; ++channel) {
        const int32_t sum = sum_at(*this, input, y, x, channel);
        const int32_t scaled = arithmetic::multiply(sum, filters.scale(channel)) + output_zero_point;
        output[at++] = static_cast<int8_t>(arithmetic::clamp(scaled, clamp.low, clamp.high));
      }
    }
  }
}

}  // namespace bitstill::codegen::ops
