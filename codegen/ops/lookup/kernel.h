// A function of one int8 value by its table: output = table[input + 128]; or, where the function only clamps, by its
// two limits.
#pragma once

#include <stdint.h>

namespace bitstill::ops {

inline void lookup(int32_t count, const int8_t* input, const int8_t (&table)[256], int8_t* output) noexcept {
  for (int32_t i = 0; i < count; ++i) output[i] = table[input[i] + 128];
}

inline void clamp(int32_t count, const int8_t* input, int8_t low, int8_t high, int8_t* output) noexcept {
  for (int32_t i = 0; i < count; ++i) output[i] = input[i] < low ? low : input[i] > high ? high : input[i];
}

}  // namespace bitstill::ops
