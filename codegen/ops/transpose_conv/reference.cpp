#include <fmt/format.h>

#include "codegen/graph/values.h"
#include "codegen/ops/strided_copy/strided_copy.h"
#include "codegen/ops/transpose_conv/transpose_conv.h"

namespace bitstill::codegen::ops {

std::string TransposeConv::parameters() const {
  return fmt::format("{}, clamp [{}, {}], {}", there.print(), clamp.low, clamp.high,
                     filters.scales.size() == 1 ? "one weight scale" : "a weight scale per output");
}

int64_t TransposeConv::macs() const { return there.inside_taps() * there.input_channels * there.output_channels; }

int64_t TransposeConv::scratch_bytes() const {
  const auto taps = [](int64_t kernel, int64_t stride) { return (kernel + stride - 1) / stride; };
  return 2 * taps(there.kernel_height, there.stride_height) * taps(there.kernel_width, there.stride_width) *
         there.output_channels;
}

void TransposeConv::run(const Graph&, TensorValues& values) const {
  const auto input = values.int8(inputs[0]);
  const auto output = values.int8(outputs[0]);
  const Shape from = {there.output_height, there.output_width, there.output_channels};
  const Shape to = {there.input_height, there.input_width, there.input_channels};
  const Shape kernel = {filters.outputs, there.kernel_height, there.kernel_width, there.output_channels};
  std::vector<int32_t> sums(output.size());
  for (size_t i = 0; i < sums.size(); ++i) sums[i] = filters.bias[i % filters.bias.size()];
  for_each_index(kernel, [&](const Shape& tap) {
    const int32_t weight = filters.weights[position(kernel, tap)];
    for (int32_t y = 0; y < there.output_height; ++y) {
      for (int32_t x = 0; x < there.output_width; ++x) {
        const int32_t row = y * there.stride_height - there.pad_top + tap[1];
        const int32_t column = x * there.stride_width - there.pad_left + tap[2];
        if (row < 0 || row >= there.input_height || column < 0 || column >= there.input_width) continue;
        const int32_t value = input[position(from, {y, x, tap[3]})];
        sums[position(to, {row, column, tap[0]})] += weight * (value - input_zero_point);
      }
    }
  });
  for (size_t i = 0; i < sums.size(); ++i) {
    const auto channel = static_cast<int32_t>(i % filters.bias.size());
    const int32_t scaled = arithmetic::multiply(sums[i], filters.scale(channel)) + output_zero_point;
    output[i] = static_cast<int8_t>(arithmetic::clamp(scaled, clamp.low, clamp.high));
  }
}

}  // namespace bitstill::codegen::ops
