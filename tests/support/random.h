// Random numbers for tests that are the same on every machine: no distribution of the standard library is.
#pragma once

#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <vector>

namespace bitstill::tests {

// xorshift32 from a seed that has been mixed, so that neighbouring seeds begin differently.
class SeededRandom {
 public:
  explicit SeededRandom(uint32_t seed) : state_((seed + 1) * 2654435769U) {
    if (state_ == 0) state_ = 1;
    for (int i = 0; i < 8; ++i) next();
  }

  uint32_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    state_ ^= state_ << 5;
    return state_;
  }
  int32_t below(int32_t limit) { return static_cast<int32_t>((uint64_t{next()} * static_cast<uint32_t>(limit)) >> 32); }
  int32_t between(int32_t least, int32_t most) { return least + below(most - least + 1); }
  bool chance(int32_t percent) { return below(100) < percent; }
  template <class Value>
  Value pick(const std::vector<Value>& values) {
    return values[static_cast<size_t>(below(static_cast<int32_t>(values.size())))];
  }
  template <class Value>
  Value pick(std::initializer_list<Value> values) {
    return values.begin()[below(static_cast<int32_t>(values.size()))];
  }
  // Between 2^least and 2^(most + 1), spread evenly over the powers; only exact operations.
  float power(int32_t least, int32_t most) {
    return std::ldexp(1.0F + static_cast<float>(below(1024)) / 1024.0F, between(least, most));
  }

 private:
  uint32_t state_;
};

}  // namespace bitstill::tests
