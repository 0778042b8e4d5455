// Copies a tensor under another shape; the two may overlap.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

namespace bitstill::ops {

inline void copy(size_t bytes, const int8_t* input, int8_t* output) noexcept { memmove(output, input, bytes); }

}  // namespace bitstill::ops
