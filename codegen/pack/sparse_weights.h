// Weights of which most are zero, read one after the other: how many zeros come first, then a weight.
//
// Plain C++17; copied as it stands into modules that need it.
#pragma once

#include <stdint.h>

namespace bitstill::pack {

// `run` zeros, then one weight, which may be a zero itself where a run is too long for one entry.
struct Entry {
  int32_t run;
  int32_t weight;
};

// One byte an entry: the run in the lower half, in the upper one the weight's place in a codebook.
class NarrowEntries {
 public:
  NarrowEntries(const uint8_t* entries, const int8_t* codebook) noexcept : next_(entries), codebook_(codebook) {}

  Entry next() noexcept {
    const int32_t entry = *next_++;
    return {entry & 15, codebook_[entry >> 4]};
  }

 private:
  const uint8_t* next_;
  const int8_t* codebook_;
};

// Two bytes an entry: the run, and the weight plus 128.
class WideEntries {
 public:
  explicit WideEntries(const uint8_t* entries) noexcept : next_(entries) {}

  Entry next() noexcept {
    const Entry entry = {next_[0], next_[1] - 128};
    next_ += 2;
    return entry;
  }

 private:
  const uint8_t* next_;
};

}  // namespace bitstill::pack
