// TFLite's int8 ADD: both inputs on a common finer grid, then their sum on the output's.
#pragma once

#include "codegen/arithmetic/rounding.h"

namespace bitstill::distill {

struct AddScales {
  arithmetic::Scale first, second;  // of the inputs, relative to twice the larger scale
  arithmetic::Scale sum;
};

AddScales add_scales(float first, float second, float output);

// Both inputs and the result are q - zero_point; the result is not yet clamped.
inline int32_t add(int32_t first, int32_t second, const AddScales& scales) {
  constexpr int32_t kFiner = 1 << 20;
  const int32_t sum =
      arithmetic::multiply(first * kFiner, scales.first) + arithmetic::multiply(second * kFiner, scales.second);
  return arithmetic::multiply(sum, scales.sum);
}

// An output grid finer than this would hold nothing more.
inline float least_add_scale(float first, float second) { return (first > second ? first : second) / 65536; }

}  // namespace bitstill::distill
