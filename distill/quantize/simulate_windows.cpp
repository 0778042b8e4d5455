#include "distill/quantize/simulate_windows.h"

#include <algorithm>

#include "distill/quantize/integer_pool.h"
#include "distill/quantize/quantized_dense.h"

namespace bitstill::distill {
namespace {

struct Tap {
  size_t position;  // in the window, row after row
  size_t pixel;     // in the image, likewise
};

// Visits every place of the window, row after row, with its taps inside the image.
template <class Visit>
void for_each_place(const train::Block& block, const Visit& visit) {
  const auto &height = block.window.height, &width = block.window.width;
  const int64_t rows = block.input_shape[0], columns = block.input_shape[1];
  const int64_t top = train::margin_of(height, rows).before, left = train::margin_of(width, columns).before;
  std::vector<Tap> taps;
  for (int64_t y = 0; y < train::windows_along(height, rows); ++y) {
    for (int64_t x = 0; x < train::windows_along(width, columns); ++x) {
      taps.clear();
      for (int64_t tap = 0; tap < block.window.taps(); ++tap) {
        const int64_t row = y * height.stride - top + tap / width.size * height.dilation;
        const int64_t column = x * width.stride - left + tap % width.size * width.dilation;
        if (row < 0 || row >= rows || column < 0 || column >= columns) continue;
        taps.push_back({static_cast<size_t>(tap), static_cast<size_t>(row * columns + column)});
      }
      visit(taps);
    }
  }
}

int8_t requantized(const IntegerBlock& block, const std::vector<arithmetic::Scale>& scales, size_t channel,
                   int32_t sum) {
  const int32_t q = arithmetic::multiply(sum, scales[scales.size() > 1 ? channel : 0]) + block.output.zero_point;
  return static_cast<int8_t>(arithmetic::clamp(q, block.limits.low, block.limits.high));
}

std::vector<arithmetic::Scale> scales_of(const IntegerBlock& block) {
  return output_scales(block.block, block.input.scale, block.weight_scales, block.output.scale);
}

}  // namespace

void simulate_conv_2d(const IntegerBlock& block, std::span<const int8_t> image, std::vector<int8_t>& output) {
  const auto scales = scales_of(block);
  const auto channels = static_cast<size_t>(block.block.inputs());
  const auto row_size = static_cast<size_t>(block.block.row_size());
  for_each_place(block.block, [&](const std::vector<Tap>& taps) {
    for (size_t out = 0; out < block.bias.size(); ++out) {
      int32_t sum = block.bias[out];
      for (const Tap& tap : taps) {
        const int8_t* weights = block.weights.data() + out * row_size + tap.position * channels;
        const int8_t* pixel = image.data() + tap.pixel * channels;
        for (size_t i = 0; i < channels; ++i) sum += (pixel[i] - block.input.zero_point) * weights[i];
      }
      output.push_back(requantized(block, scales, out, sum));
    }
  });
}

void simulate_depthwise_conv_2d(const IntegerBlock& block, std::span<const int8_t> image, std::vector<int8_t>& output) {
  const auto scales = scales_of(block);
  const auto channels = static_cast<size_t>(block.block.inputs());
  const size_t multiplier = block.bias.size() / channels;
  const auto row_size = static_cast<size_t>(block.block.row_size());
  for_each_place(block.block, [&](const std::vector<Tap>& taps) {
    for (size_t out = 0; out < block.bias.size(); ++out) {
      int32_t sum = block.bias[out];
      for (const Tap& tap : taps) {
        const int32_t value = image[tap.pixel * channels + out / multiplier] - block.input.zero_point;
        sum += value * block.weights[out * row_size + tap.position];
      }
      output.push_back(requantized(block, scales, out, sum));
    }
  });
}

void simulate_max_pool(const IntegerBlock& block, std::span<const int8_t> image, std::vector<int8_t>& output) {
  const auto channels = static_cast<size_t>(block.block.inputs());
  for_each_place(block.block, [&](const std::vector<Tap>& taps) {
    for (size_t channel = 0; channel < channels; ++channel) {
      int8_t largest = -128;
      for (const Tap& tap : taps) largest = std::max(largest, image[tap.pixel * channels + channel]);
      output.push_back(largest);
    }
  });
}

void simulate_average_pool(const IntegerBlock& block, std::span<const int8_t> image, std::vector<int8_t>& output) {
  const auto channels = static_cast<size_t>(block.block.inputs());
  for_each_place(block.block, [&](const std::vector<Tap>& taps) {
    for (size_t channel = 0; channel < channels; ++channel) {
      int32_t sum = 0;
      for (const Tap& tap : taps) sum += image[tap.pixel * channels + channel];
      output.push_back(static_cast<int8_t>(rounded_mean(sum, static_cast<int32_t>(taps.size()))));
    }
  });
}

}  // namespace bitstill::distill
