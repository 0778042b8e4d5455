// Requantisation from sums that are multiplied by 256, as the ESP32's kernels compute them.
//
// A sum s arrives as 256 * s, because the weights lie in the upper halves of 16 bits. Then the upper half of its
// product with the multiplier is floor(s * multiplier / 2^24), of which seven bits lie below the unit of the first
// rounding. A floor of a floor is one floor, so both roundings of arithmetic::multiply, the zero point and the second
// rounding's shift away from zero become one sum and one shift:
//
//   value = (high + rounding - (s < 0 ? 128 : 0)) >> (7 + right),   right = -shift,
//   rounding = 64 (half of the first unit) + 2^(6 + right) (half of the second) + zero point * 2^(7 + right)
//
// Valid for |s| < 2^23, 1 <= right <= 16 and a multiplier above 0, or, with any `right`, of 0: what the generator
// checks.
#pragma once

#include "codegen/arithmetic/rounding.h"

namespace bitstill::ops {

// What an output channel needs beside its weights.
struct Esp32Channel {
  int32_t bias;  // what each sum starts with, times 256
  int32_t multiplier;
  int32_t shift;
};

class Esp32Requantization {
 public:
  // `zero_point_and_half`: twice the output's zero point, plus one.
  Esp32Requantization(const Esp32Channel& channel, int32_t zero_point_and_half) noexcept
      : multiplier_(channel.multiplier),
        shift_(7 - channel.shift),
        rounding_(arithmetic::shift_left(zero_point_and_half, 6 - channel.shift) + 64) {}

  int32_t operator()(int32_t sum_256) const noexcept {
    const auto high = static_cast<int32_t>((static_cast<int64_t>(sum_256) * multiplier_) >> 32);
    return (high + rounding_ - (high < 0 ? 128 : 0)) >> shift_;
  }

 private:
  int32_t multiplier_, shift_, rounding_;
};

}  // namespace bitstill::ops
