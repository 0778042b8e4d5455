// Mean over axes: output = clamp(scale * (sum of the values - zero points) + output zero point), the scale holding the
// division by their number.
//
// The axes fall into five groups, kept and reduced in turn: kept1, reduced1, kept2, reduced2, kept3 (one where there is
// none), so one walk serves every choice of axes. The mean of an image over height and width is reduced2 = height *
// width, kept3 = channels. Each output's values are summed in a register; an output is written after all that lie
// before its last, so the output may be written over the input.
#pragma once

#include "codegen/arithmetic/rounding.h"

namespace bitstill::ops {

struct Mean {
  int32_t kept1, reduced1, kept2, reduced2, kept3;
  int32_t zero_points;  // the input's zero point times the values of one mean
  int32_t output_zero_point;
};

inline int32_t mean_sum(const Mean& layer, const int8_t* input) noexcept {
  const int32_t step = layer.kept3;
  const int32_t block = layer.kept2 * layer.reduced2 * step;
  int32_t sum = -layer.zero_points;
  for (int32_t i = layer.reduced1; i > 0; --i, input += block) {
    const int8_t* value = input;
    for (int32_t j = layer.reduced2; j > 0; --j, value += step) sum += *value;
  }
  return sum;
}

inline void mean(const Mean& layer, const int8_t* input, arithmetic::UniformScale scale, int8_t* output) noexcept {
  const int32_t inner = layer.reduced2 * layer.kept3;
  const int32_t outer = layer.reduced1 * layer.kept2 * inner;
  for (int32_t i = 0; i < layer.kept1; ++i, input += outer) {
    const int8_t* plane = input;
    for (int32_t j = 0; j < layer.kept2; ++j, plane += inner) {
      for (int32_t k = 0; k < layer.kept3; ++k) {
        const int32_t value = arithmetic::multiply(mean_sum(layer, plane + k), scale[0]) + layer.output_zero_point;
        *output++ = static_cast<int8_t>(arithmetic::clamp(value, -128, 127));
      }
    }
  }
}

}  // namespace bitstill::ops
