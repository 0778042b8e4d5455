#include <fmt/format.h>

#include <Eigen/Core>

#include "codegen/graph/values.h"
#include "codegen/ops/conv_2d/conv_2d.h"
#include "codegen/ops/conv_2d/esp32.h"

namespace bitstill::codegen::ops {
namespace {

// The patch of one group under the window at output pixel (y, x), zero point taken off; taps outside the image are
// zero.
Eigen::VectorXi patch_at(const Conv2D& layer, std::span<const int8_t> input, int32_t y, int32_t x, int32_t group) {
  const Window& window = layer.window;
  Eigen::VectorXi patch = Eigen::VectorXi::Zero(layer.filters.taps);
  Eigen::Index tap = 0;
  for (int32_t ky = 0; ky < window.kernel_height; ++ky) {
    const int32_t row = y * window.stride_height - window.pad_top + ky * window.dilation_height;
    for (int32_t kx = 0; kx < window.kernel_width; ++kx, tap += layer.group_channels) {
      const int32_t column = x * window.stride_width - window.pad_left + kx * window.dilation_width;
      if (row < 0 || row >= window.input_height || column < 0 || column >= window.input_width) continue;
      const int32_t pixel = (row * window.input_width + column) * window.input_channels;
      const auto first = static_cast<size_t>(pixel + group * layer.group_channels);
      for (int32_t channel = 0; channel < layer.group_channels; ++channel) {
        patch[tap + channel] = input[first + static_cast<size_t>(channel)] - layer.input_zero_point;
      }
    }
  }
  return patch;
}

}  // namespace

std::string Conv2D::parameters() const {
  return fmt::format("{}, {}clamp [{}, {}]", window.print(), groups() == 1 ? "" : fmt::format("{} groups, ", groups()),
                     clamp.low, clamp.high);
}

int64_t Conv2D::macs() const { return window.inside_taps() * group_channels * window.output_channels; }

// The kernel reads several pixels' patches before it writes; of several groups, it reads the next after it has written
// one.
std::optional<InPlace> Conv2D::in_place(size_t) const {
  if (groups() > 1) return std::nullopt;
  if (division) return Esp32ConvHalves(*this).in_place;
  return window_in_place(window, window.output_channels,
                         esp32_kernel ? esp32_blocks(*this, window).pixels : kPixelsAtOnce);
}

// A patch of each pixel.
int64_t Conv2D::scratch_bytes() const {
  if (division) return Esp32ConvHalves(*this).scratch_bytes();
  return esp32_kernel ? esp32_blocks(*this, window).scratch_bytes : int64_t{kPixelsAtOnce} * filters.taps;
}

void Conv2D::run(const Graph&, TensorValues& values) const {
  using RowMajor = Eigen::Matrix<int8_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Eigen::MatrixXi weights =
      Eigen::Map<const RowMajor>(filters.weights.data(), filters.outputs, filters.taps).cast<int32_t>();
  const auto bias = Eigen::Map<const Eigen::VectorXi>(filters.bias.data(), filters.outputs);
  const std::span<const int8_t> input = values.int8(inputs[0]);
  const std::span<int8_t> output = values.int8(outputs[0]);
  const int32_t group_outputs = filters.outputs / groups();
  size_t at = 0;
  for (int32_t y = 0; y < window.output_height; ++y) {
    for (int32_t x = 0; x < window.output_width; ++x) {
      Eigen::VectorXi sums = bias;
      for (int32_t group = 0; group < groups(); ++group) {
        const int32_t first = group * group_outputs;
        sums.segment(first, group_outputs) +=
            weights.middleRows(first, group_outputs) * patch_at(*this, input, y, x, group);
      }
      for (int32_t channel = 0; channel < filters.outputs; ++channel) {
        const int32_t scaled = arithmetic::multiply(sums[channel], filters.scale(channel)) + output_zero_point;
        output[at++] = static_cast<int8_t>(arithmetic::clamp(scaled, clamp.low, clamp.high));
      }
    }
  }
}

}  // namespace bitstill::codegen::ops
