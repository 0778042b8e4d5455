// Weights as places in a codebook, 2 or 4 bits each; a row, or what stands for one, begins with a whole byte.
//
// Plain C++17; copied as it stands into modules that need it.
#pragma once

#include <stdint.h>

namespace bitstill::pack {

// Indexed and advanced row by row as `const Value*` would be. The lowest bits of a byte come first.
template <int kBits, class Value = uint8_t>
struct Codes {
  const uint8_t* codes;
  const Value* codebook;

  Value operator[](int32_t weight) const noexcept {
    const uint32_t bit = static_cast<uint32_t>(weight) * kBits;
    return codebook[(static_cast<uint32_t>(codes[bit / 8]) >> (bit % 8)) & ((1 << kBits) - 1)];
  }
  Codes& operator+=(int32_t weights) noexcept {
    codes += (static_cast<uint32_t>(weights) * kBits + 7) / 8;
    return *this;
  }
};

}  // namespace bitstill::pack
