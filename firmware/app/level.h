// How loud samples are, for a meter: their peak, and that in decibels below the loudest sample there is.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace app {

constexpr int kQuietest = -90;  // also of silence

// 20 log10(peak / 32768), cut off to whole decibels: 6.02 for each halving, between two halvings a straight line, which
// is at most half a decibel too low.
inline int decibels(int32_t peak) noexcept {
  if (peak <= 0) return kQuietest;
  int halvings = 0;
  while (peak < 16384) {
    peak *= 2;
    ++halvings;
  }
  const int below = 602 * halvings + (32768 - peak) * 602 / 16384;
  return -below / 100 < kQuietest ? kQuietest : -below / 100;
}

// The largest magnitude, 0 to 32768.
inline int32_t peak(const int16_t* samples, size_t count) noexcept {
  int32_t largest = 0;
  for (size_t i = 0; i < count; ++i) {
    const int32_t magnitude = samples[i] < 0 ? -samples[i] : samples[i];
    if (magnitude > largest) largest = magnitude;
  }
  return largest;
}

}  // namespace app
