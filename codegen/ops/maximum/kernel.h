// The larger of two operands on one grid: raw values are compared.
#pragma once

#include "codegen/ops/broadcast/kernel.h"

namespace bitstill::ops {

// `shape`: the number of elements, or the axes along which operands are broadcast.
template <class Shape>
inline void maximum(const Shape& shape, const int8_t* a, const int8_t* b, int8_t* output) noexcept {
  combine(shape, a, b, output, [](int8_t x, int8_t y) { return x > y ? x : y; });
}

}  // namespace bitstill::ops
