// Product of two operands: output = clamp(scale * (a - its zero point) * (b - its zero point) + zero point).
//
// A scale of one or more shifts the product to the left before it is multiplied; it stays below 2^29 all the same. The
// layer's numbers are copied first: in memory they could change with every byte that is written, for all the compiler
// knows.
#pragma once

#include "codegen/arithmetic/rounding.h"
#include "codegen/ops/broadcast/kernel.h"

namespace bitstill::ops {

struct Mul {
  int32_t a_zero_point;
  int32_t b_zero_point;
  int32_t factor;  // a power of two, 1 for a scale below one
  int32_t multiplier;
  int32_t shift;
  int32_t zero_point;
  int32_t minimum;
  int32_t maximum;
};

// `shape`: the number of elements, or the axes along which operands are broadcast.
template <class Shape>
inline void mul(const Mul& constants, const Shape& shape, const int8_t* a, const int8_t* b, int8_t* output) noexcept {
  combine(shape, a, b, output, [layer = constants](int32_t x, int32_t y) {
    const int32_t product = (x - layer.a_zero_point) * (y - layer.b_zero_point) * layer.factor;
    const int32_t value = arithmetic::multiply_below_one(product, {layer.multiplier, layer.shift}) + layer.zero_point;
    return static_cast<int8_t>(arithmetic::clamp(value, layer.minimum, layer.maximum));
  });
}

}  // namespace bitstill::ops
