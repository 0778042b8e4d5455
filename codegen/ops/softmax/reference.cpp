#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "codegen/arithmetic/reciprocal.h"
#include "codegen/graph/values.h"
#include "codegen/ops/softmax/softmax.h"

namespace bitstill::codegen::ops {
namespace {

constexpr int kSumIntegerBits = 12;

}  // namespace

void softmax_row(std::span<const int8_t> input, const std::vector<int32_t>& exponentials, std::span<int8_t> output) {
  const int32_t maximum = *std::ranges::max_element(input);
  const auto exponential = [&](int8_t q) {
    const auto below = static_cast<size_t>(maximum - q);
    return below < exponentials.size() ? exponentials[below] : 0;
  };

  int32_t sum = 0;
  for (const int8_t q : input) sum += arithmetic::rounding_divide_by_power_of_two(exponential(q), kSumIntegerBits);

  // sum = (1 + fraction) * 2^bits_over_unit, so that 1 / sum = reciprocal * 2^-bits_over_unit.
  const int leading_zeros = std::countl_zero(static_cast<uint32_t>(sum));
  const int bits_over_unit = kSumIntegerBits - leading_zeros;
  const auto fraction = static_cast<int32_t>((static_cast<uint32_t>(sum) << leading_zeros) - (uint32_t{1} << 31));
  const int32_t reciprocal = arithmetic::reciprocal_of_one_plus(fraction);

  for (size_t i = 0; i < input.size(); ++i) {
    const int32_t product = arithmetic::high_multiply(reciprocal, exponential(input[i]));
    const int32_t q = arithmetic::rounding_divide_by_power_of_two(product, bits_over_unit + 31 - 8) - 128;
    output[i] = static_cast<int8_t>(arithmetic::clamp(q, -128, 127));
  }
}

std::string Softmax::parameters() const { return fmt::format("{} exponentials", exponentials.size()); }

void Softmax::run(const Graph&, TensorValues& values) const {
  const auto size = static_cast<size_t>(depth);
  for (size_t row = 0; row < static_cast<size_t>(rows); ++row) {
    softmax_row(values.int8(inputs[0]).subspan(row * size, size), exponentials,
                values.int8(outputs[0]).subspan(row * size, size));
  }
}

}  // namespace bitstill::codegen::ops
