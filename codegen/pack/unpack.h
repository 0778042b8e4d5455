// Coded weights brought into working memory, for kernels that read them many times.
//
// Plain C++17; copied as it stands into modules that need it.
#pragma once

#include <stdint.h>
#include <string.h>

#include "codegen/pack/sparse_weights.h"

namespace bitstill::pack {

// Every weight of a layer, plus `offset`: `count` bytes.
template <class Entries, class Byte>
void unpack_all(Entries entries, int32_t left, int32_t offset, int32_t count, Byte* to) noexcept {
  memset(to, offset, static_cast<size_t>(count));
  for (; left > 0; --left) {
    const Entry entry = entries.next();
    to += entry.run;
    *to++ = static_cast<Byte>(entry.weight + offset);
  }
}

// As WideEntries reads them: two bytes an entry.
template <class Entries>
void unpack_entries(Entries entries, int32_t left, uint8_t* to) noexcept {
  for (; left > 0; --left, to += 2) {
    const Entry entry = entries.next();
    to[0] = static_cast<uint8_t>(entry.run);
    to[1] = static_cast<uint8_t>(entry.weight + 128);
  }
}

// `count` weights in a codebook, without a gap.
template <class Codes>
void unpack_codes(const Codes& codes, int32_t count, int8_t* to) noexcept {
  for (int32_t i = 0; i < count; ++i) to[i] = codes[i];
}

}  // namespace bitstill::pack
