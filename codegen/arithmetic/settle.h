// Holds a compiler back where it would do harm.
//
// Plain C++17; copied as it stands into modules that need it.
#pragma once

#include <stdint.h>

namespace bitstill::arithmetic {

// Between the steps of an unrolled loop: the sum is complete before the next step begins. GCC otherwise starts the
// loads of all steps first, runs out of registers and keeps sums on the stack, which on Xtensa costs more than the
// unrolling saves. No instruction.
template <class Integer>
inline void settle(Integer& sum) noexcept {
#ifdef __GNUC__
  asm volatile("" : "+r"(sum));
#else
  (void)sum;
#endif
}

}  // namespace bitstill::arithmetic
