// Requantises int8 values: output = clamp(scale * (input - input zero point) + output zero point).
#pragma once

#include "codegen/arithmetic/rounding.h"

namespace bitstill::ops {

struct Quantize {
  int32_t count;
  int32_t input_zero_point;
  int32_t output_zero_point;
};

inline void quantize(const Quantize& layer, const int8_t* input, arithmetic::UniformScale scale,
                     int8_t* output) noexcept {
  for (int32_t i = 0; i < layer.count; ++i) {
    const int32_t value = arithmetic::multiply(input[i] - layer.input_zero_point, scale[i]) + layer.output_zero_point;
    output[i] = static_cast<int8_t>(arithmetic::clamp(value, -128, 127));
  }
}

}  // namespace bitstill::ops
