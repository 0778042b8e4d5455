// A hook after every layer, for comparing and profiling: zero bytes unless compiled with -DBITSTILL_OBSERVE, when the
// program that links the module defines bitstill_after_layer.
#pragma once

#include <stddef.h>

#ifdef BITSTILL_OBSERVE
extern "C" void bitstill_after_layer(int layer, const void* output, size_t bytes);
#endif

namespace bitstill::ops {

inline void after_layer([[maybe_unused]] int layer, [[maybe_unused]] const void* output,
                        [[maybe_unused]] size_t bytes) noexcept {
#ifdef BITSTILL_OBSERVE
  bitstill_after_layer(layer, output, bytes);
#endif
}

}  // namespace bitstill::ops
