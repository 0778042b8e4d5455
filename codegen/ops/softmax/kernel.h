// Softmax over rows of `depth` values: output = exp(input - maximum) / sum of the same, on the grid 1/256 - 128.
//
// int8 inputs differ by at most 255 steps, so the exponentials come from a table: exponentials[k] is exp of k steps
// below the row's maximum in Q0.31; what lies beyond the table counts as zero.
#pragma once

#include "codegen/arithmetic/reciprocal.h"

namespace bitstill::ops {

struct Softmax {
  int32_t rows;
  int32_t depth;
  int32_t exponentials;  // entries of the table
};

inline int32_t softmax_exponential(const Softmax& layer, const int32_t* exponentials, int32_t below) noexcept {
  return below < layer.exponentials ? exponentials[below] : 0;
}

inline void softmax(const Softmax& layer, const int8_t* input, const int32_t* exponentials, int8_t* output) noexcept {
  for (int32_t row = 0; row < layer.rows; ++row, input += layer.depth, output += layer.depth) {
    int32_t maximum = input[0];
    for (int32_t i = 1; i < layer.depth; ++i) maximum = input[i] > maximum ? input[i] : maximum;

    // The sum is Q12.19; normalised to (1 + fraction) * 2^(12 - zeros), fraction in Q0.31.
    int32_t sum = 0;
    for (int32_t i = 0; i < layer.depth; ++i) {
      const int32_t exponential = softmax_exponential(layer, exponentials, maximum - input[i]);
      sum += arithmetic::rounding_divide_by_power_of_two(exponential, 12);
    }
    int32_t zeros = 0;
    while ((static_cast<uint32_t>(sum) << zeros) < (uint32_t{1} << 31)) ++zeros;
    const auto fraction = static_cast<int32_t>((static_cast<uint32_t>(sum) << zeros) - (uint32_t{1} << 31));
    const int32_t reciprocal = arithmetic::reciprocal_of_one_plus(fraction);

    for (int32_t i = 0; i < layer.depth; ++i) {
      const int32_t exponential = softmax_exponential(layer, exponentials, maximum - input[i]);
      const int32_t product = arithmetic::high_multiply(reciprocal, exponential);
      const int32_t value = arithmetic::rounding_divide_by_power_of_two(product, 12 - zeros + 23) - 128;
      output[i] = static_cast<int8_t>(arithmetic::clamp(value, -128, 127));
    }
  }
}

}  // namespace bitstill::ops
