// int8 values as MAC16 multiplies them: 16 bits each, plus 128.
//
// Four bytes are loaded as one word, which a mask parts into two words of two halves: (0, 2) and (1, 3). So the values
// of a group of four stand in the order 0, 2, 1, 3, and weights that meet them stand in the same.
#pragma once

#include <stdint.h>

#include "codegen/esp32/instructions.h"

#if BITSTILL_MAC16
extern "C" void bitstill_esp32_widen(const int8_t* from, int16_t* to, int32_t groups);
#endif

namespace bitstill::ops {

// `from` and `to` are divisible by 4.
inline void widen(const int8_t* from, int16_t* to, int32_t groups) noexcept {
#if BITSTILL_MAC16
  bitstill_esp32_widen(from, to, groups);
#else
  for (; groups > 0; --groups, from += 4, to += 4) {
    to[0] = static_cast<int16_t>(from[0] + 128);
    to[1] = static_cast<int16_t>(from[2] + 128);
    to[2] = static_cast<int16_t>(from[1] + 128);
    to[3] = static_cast<int16_t>(from[3] + 128);
  }
#endif
}

}  // namespace bitstill::ops
