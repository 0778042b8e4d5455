// Sum or difference of two operands of the same shape for the ESP32: what kernel.h computes, with the finer operand's
// term from a table and both roundings of the sum as one.
//
// The finer operand has 256 values, so its term, which takes a multiplication and two roundings, is worked out once for
// each, the coarser operand's zero point with it. Sums are below 2^29 and are kept times 4: then the upper half h of
// the product with the multiplier is the scaled sum's double without its fraction, and, as in
// codegen/esp32/requantize.h,
//
//   value = (h + 1 - (h < 0 ? 2 : 0) + 2^r + zero point * 2^(r + 1)) >> (r + 1),   r = -shift
//
// Valid for 1 <= r <= 22, where |h| < 2^29 and what is added to it stay below 2^31: what the generator checks.
#pragma once

#include "codegen/ops/add/kernel.h"

namespace bitstill::ops {

// `terms` has room for 256.
inline void add_esp32(const Add& constants, int32_t count, const int8_t* fine, const int8_t* coarse, int32_t* terms,
                      int8_t* output) noexcept {
  const Add layer = constants;
  for (int32_t f = -128; f < 128; ++f) {
    const int32_t finer = arithmetic::multiply_below_one((f - layer.fine_zero_point) * (1 << 20),
                                                         {layer.fine_multiplier, layer.fine_shift});
    terms[f & 255] = 4 * (finer * layer.fine_sign - layer.coarse_zero_point * layer.coarse_step);
  }
  const int32_t step = 4 * layer.coarse_step;
  const int32_t right = 1 - layer.shift;
  const int32_t rounding = arithmetic::shift_left(2 * layer.zero_point + 1, right - 1) + 1;
  for (const int8_t* const end = output + count; output != end;) {
    const int32_t sum = terms[static_cast<uint8_t>(*fine++)] + *coarse++ * step;
    const auto high = static_cast<int32_t>((static_cast<int64_t>(sum) * layer.multiplier) >> 32);
    const int32_t value = (high + rounding + 2 * (high >> 31)) >> right;
    *output++ = static_cast<int8_t>(arithmetic::clamp(value, layer.minimum, layer.maximum));
  }
}

}  // namespace bitstill::ops
