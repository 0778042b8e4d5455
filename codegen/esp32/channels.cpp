#include "codegen/esp32/channels.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bitstill::codegen::esp32 {
namespace {

constexpr int64_t kSumLimit = int64_t{1} << 23;
constexpr int32_t kMostRightShift = 16;
constexpr std::array<size_t, 4> kOrder = {0, 2, 1, 3};  // of what a word of four is parted into

// Whether no sum gets so far from 0 that it would be seen in the output, as in a channel that training has let die.
bool is_constant(const ops::Filters& filters, int32_t output, int32_t input_zero_point) {
  const arithmetic::Scale scale = filters.scale(output);
  if (scale.multiplier == 0) return true;
  if (scale.shift >= 0 || scale.shift < -31) return false;
  const int64_t product = filters.largest_sum(output, input_zero_point) * scale.multiplier;
  return (product >> 31) + 1 < int64_t{1} << (-scale.shift - 1);
}

}  // namespace

std::string obstacle(const ops::Filters& filters, int32_t input_zero_point) {
  for (int32_t output = 0; output < filters.outputs; ++output) {
    const int64_t largest = filters.largest_sum(output, input_zero_point);
    if (largest >= kSumLimit)
      return fmt::format("output {} can reach {} in its sum, 2^23 is the limit", output, largest);
    const int32_t shift = filters.scale(output).shift;
    if (!is_constant(filters, output, input_zero_point) && (shift > -1 || shift < -kMostRightShift))
      return fmt::format("output {} is shifted by {}, -{} to -1 is supported", output, shift, kMostRightShift);
  }
  return "";
}

void add_channels(const ops::Filters& filters, int32_t offset, int32_t more, LayerEmitter& emitter) {
  std::vector<std::vector<int64_t>> rows;
  const auto bias = filters.folded_bias(offset);
  for (int32_t output = 0; output < filters.outputs; ++output) {
    const arithmetic::Scale scale = filters.scale(output);
    const bool supported = scale.multiplier != 0 && scale.shift <= -1 && scale.shift >= -kMostRightShift;
    const auto bias_256 = static_cast<int32_t>(static_cast<uint32_t>(bias[static_cast<size_t>(output)]) << 8);
    rows.push_back({bias_256, supported ? scale.multiplier : 0, supported ? scale.shift : -1});
  }
  for (; more > 0; --more) rows.push_back({0, 0, -1});
  emitter.add_rows("ops::Esp32Channel", "Channels", rows, "256 * bias with zero points folded in, multiplier, shift");
}

std::vector<int8_t> delayed_rows(const ops::Filters& filters) {
  const size_t groups = (static_cast<size_t>(filters.taps) + 3) / 4;
  const auto taps = static_cast<size_t>(filters.taps);
  const size_t words = groups * static_cast<size_t>(filters.outputs) + 2 - groups % 2;
  std::vector<int8_t> bytes(4 * words, 0);
  for (size_t output = 0; output < static_cast<size_t>(filters.outputs); ++output) {
    for (size_t i = 0; i < 4 * groups; ++i) {
      const size_t tap = i / 4 * 4 + kOrder[i % 4];
      if (tap >= taps) continue;
      const size_t half = 1 + output * 4 * groups + i;
      bytes[half / 4 * 4 + kOrder[half % 4]] = filters.weights[output * taps + tap];
    }
  }
  return bytes;
}

}  // namespace bitstill::codegen::esp32
