// Sum or difference of two operands: output = clamp(scale * (fine + coarse) + zero point), both terms on a common grid
// of 2^20 steps to each step of twice the coarser operand's scale.
//
// There the coarser operand's factor is one half: each of its steps is 2^19, and only the finer operand and the sum
// need a real multiplication. Neither term reaches 2^28, so that both multiplications do without a branch. The layer's
// numbers are copied first: in memory they could change with every byte that is written, for all the compiler knows.
#pragma once

#include "codegen/arithmetic/rounding.h"
#include "codegen/ops/broadcast/kernel.h"

namespace bitstill::ops {

struct Add {
  int32_t fine_zero_point;
  int32_t fine_multiplier;
  int32_t fine_shift;
  int32_t fine_sign;
  int32_t coarse_zero_point;
  int32_t coarse_step;  // 2^19 with its sign
  int32_t multiplier;
  int32_t shift;
  int32_t zero_point;
  int32_t minimum;
  int32_t maximum;
};

// `shape`: the number of elements, or the axes along which operands are broadcast.
template <class Shape>
inline void add(const Add& constants, const Shape& shape, const int8_t* fine, const int8_t* coarse,
                int8_t* output) noexcept {
  combine(shape, fine, coarse, output, [layer = constants](int32_t f, int32_t c) {
    const int32_t finer = arithmetic::multiply_below_one((f - layer.fine_zero_point) * (1 << 20),
                                                         {layer.fine_multiplier, layer.fine_shift});
    const int32_t sum = finer * layer.fine_sign + (c - layer.coarse_zero_point) * layer.coarse_step;
    const int32_t value = arithmetic::multiply_below_one(sum, {layer.multiplier, layer.shift}) + layer.zero_point;
    return static_cast<int8_t>(arithmetic::clamp(value, layer.minimum, layer.maximum));
  });
}

}  // namespace bitstill::ops
