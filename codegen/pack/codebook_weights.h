// Weights as places in a codebook, 2 or 4 bits each; a row, or what stands for one, begins with a whole byte.
//
// Plain C++17; copied as it stands into modules that need it.
#pragma once

#include <stdint.h>

namespace bitstill::pack {

// Indexed by weight.
template <int kBits>
struct Codes {
  const uint8_t* codes;
  const int8_t* codebook;

  int8_t operator[](int32_t weight) const noexcept {
    const uint32_t bit = static_cast<uint32_t>(weight) * kBits;
    return codebook[(static_cast<uint32_t>(codes[bit / 8]) >> (bit % 8)) & ((1 << kBits) - 1)];
  }
};

// Indexed by pairs of weights, the first in the lower byte of what is found, and advanced by whole rows of weights. The
// list of all pairs, 16 or 256 of them, is made by list_pairs().
template <int kBits>
struct CodePairs {
  const uint8_t* codes;
  const uint16_t* pairs;

  uint32_t operator[](int32_t pair) const noexcept {
    const uint32_t bit = static_cast<uint32_t>(pair) * 2 * kBits;
    return pairs[(static_cast<uint32_t>(codes[bit / 8]) >> (bit % 8)) & ((1 << 2 * kBits) - 1)];
  }
  CodePairs& operator+=(int32_t weights) noexcept {
    codes += (static_cast<uint32_t>(weights) * kBits + 7) / 8;
    return *this;
  }
};

// Every pair of a codebook's weights, at the place that its codes say.
template <int kBits>
void list_pairs(const uint8_t* codebook, int32_t count, uint16_t* pairs) noexcept {
  for (int32_t second = 0; second < count; ++second) {
    for (int32_t first = 0; first < count; ++first)
      pairs[(second << kBits) + first] = static_cast<uint16_t>(codebook[first] + 256 * codebook[second]);
  }
}

}  // namespace bitstill::pack
