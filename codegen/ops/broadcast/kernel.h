// Meets the elements of two operands in the output's order: output = function(a, b).
//
// Operands of the same shape need nothing but a count. Broadcasting is four nested axes, outermost first, each with
// the steps of both operands: 0 where an operand is repeated. The innermost loop is the same in both and computes no
// index. Every element is read before the output's element of the same place is written, so that the output may lie
// over an operand that is not repeated.
#pragma once

#include <stdint.h>

namespace bitstill::ops {

struct BroadcastAxis {
  int32_t count;
  int32_t a_step;
  int32_t b_step;
};

template <class Function>
inline void combine(int32_t count, const int8_t* a, const int8_t* b, int8_t* output, Function function) noexcept {
  for (const int8_t* const end = output + count; output != end;) *output++ = function(*a++, *b++);
}

template <class Function>
inline void combine(const BroadcastAxis (&axes)[4], const int8_t* a, const int8_t* b, int8_t* output,
                    Function function) noexcept {
  const BroadcastAxis inner = axes[3];
  for (int32_t i = axes[0].count; i > 0; --i, a += axes[0].a_step, b += axes[0].b_step) {
    const int8_t* a1 = a;
    const int8_t* b1 = b;
    for (int32_t j = axes[1].count; j > 0; --j, a1 += axes[1].a_step, b1 += axes[1].b_step) {
      const int8_t* a2 = a1;
      const int8_t* b2 = b1;
      for (int32_t k = axes[2].count; k > 0; --k, a2 += axes[2].a_step, b2 += axes[2].b_step) {
        const int8_t* a3 = a2;
        const int8_t* b3 = b2;
        for (const int8_t* const end = output + inner.count; output != end; a3 += inner.a_step, b3 += inner.b_step) {
          *output++ = function(*a3, *b3);
        }
      }
    }
  }
}

}  // namespace bitstill::ops
