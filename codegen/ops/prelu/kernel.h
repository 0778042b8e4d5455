// x where x >= 0, alpha * x below: output = clamp(scale * x + zero point), with a scale for each of the two.
//
// A scale of one or more shifts its number to the left before it is multiplied; it stays below 2^29 all the same. The
// layer's numbers are copied first: in memory they could change with every byte that is written, for all the compiler
// knows.
#pragma once

#include "codegen/arithmetic/rounding.h"
#include "codegen/ops/broadcast/kernel.h"

namespace bitstill::ops {

struct Prelu {
  int32_t input_zero_point;
  int32_t factor;  // a power of two, 1 for a scale below one
  int32_t multiplier;
  int32_t shift;
  int32_t alpha_zero_point;
  int32_t alpha_factor;
  int32_t alpha_multiplier;
  int32_t alpha_shift;
  int32_t zero_point;
};

// `shape`: the number of elements, or the axes along which alpha is broadcast.
template <class Shape>
inline void prelu(const Prelu& constants, const Shape& shape, const int8_t* input, const int8_t* alpha,
                  int8_t* output) noexcept {
  combine(shape, input, alpha, output, [layer = constants](int32_t q, int32_t slope) {
    const int32_t x = q - layer.input_zero_point;
    const int32_t y = x >= 0 ? arithmetic::multiply_below_one(x * layer.factor, {layer.multiplier, layer.shift})
                             : arithmetic::multiply_below_one(x * (slope - layer.alpha_zero_point) * layer.alpha_factor,
                                                              {layer.alpha_multiplier, layer.alpha_shift});
    return static_cast<int8_t>(arithmetic::clamp(y + layer.zero_point, -128, 127));
  });
}

}  // namespace bitstill::ops
