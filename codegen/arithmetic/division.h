// Means of int8 values: a sum divided by their number, rounded to nearest, ties away from zero.
//
// Plain C++17 without floats or library; copied as it stands into modules that need it.
#pragma once

#include <stdint.h>

namespace bitstill::arithmetic {

// What MeanDivisor computes, as one would write it. count >= 1.
inline int32_t rounding_divide(int32_t sum, int32_t count) noexcept {
  return sum > 0 ? (sum + count / 2) / count : (sum - count / 2) / count;
}

// Small processors divide in software, so this divides once for all sums over that many values.
class MeanDivisor {
 public:
  // 1 <= count < 2^16.
  explicit MeanDivisor(int32_t count) noexcept
      : count_(static_cast<uint32_t>(count)), reciprocal_((uint32_t{1} << 24) / static_cast<uint32_t>(count)) {}

  // sum / count, for -128 * count <= sum <= 128 * count.
  int32_t divide(int32_t sum) const noexcept {
    // At most 128.5 * count, so that its product with the reciprocal stays below 2^32 and the quotient is at most one
    // too small: the reciprocal lacks less than 1 / 2^24.
    const uint32_t magnitude = static_cast<uint32_t>(sum < 0 ? -sum : sum) + count_ / 2;
    uint32_t quotient = (magnitude * reciprocal_) >> 24;
    if (magnitude - quotient * count_ >= count_) ++quotient;
    return sum < 0 ? -static_cast<int32_t>(quotient) : static_cast<int32_t>(quotient);
  }

 private:
  uint32_t count_;
  uint32_t reciprocal_;  // of 1 / count, Q0.24, rounded down
};

}  // namespace bitstill::arithmetic
