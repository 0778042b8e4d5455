// Where the largest of `count` values stands that lie `inner` bytes apart; of equals the first.
#pragma once

#include <stdint.h>

namespace bitstill::ops {

struct ArgMax {
  int32_t outer;
  int32_t count;
  int32_t inner;
};

inline void arg_max(const ArgMax& layer, const int8_t* input, int32_t* output) noexcept {
  for (int32_t o = 0; o < layer.outer; ++o, input += layer.inner * (layer.count - 1)) {
    for (int32_t i = 0; i < layer.inner; ++i, ++input) {
      const int8_t* value = input;
      int8_t largest = *value;
      int32_t where = 0;
      for (int32_t k = 1; k < layer.count; ++k) {
        value += layer.inner;
        if (*value > largest) {
          largest = *value;
          where = k;
        }
      }
      *output++ = where;
    }
  }
}

}  // namespace bitstill::ops
