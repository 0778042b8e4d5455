// Per-channel energy normalisation (Wang et al. 2017, "Trainable Frontend For Robust and Far-Field Keyword Spotting"):
// a band's level relative to what that band was like in the recent past, so that distance and steady noise matter less.
//
//   M = (1 - s) M + s E,    (E / M^alpha + delta)^r - delta^r
//
// with the paper's s = 0.025, alpha = 0.98, delta = 2, r = 0.5. E has the floor of the logarithm, so M needs no other.
// M begins as the first frame's E: after a reset a clip gives the same values whatever was heard before.
//
// Plain C++17 without floats or library; copied as it stands into modules that need it.
#pragma once

#include "log.h"

namespace bitstill::features {

// `smoothed` is M, 0 after a reset. The result in Q16, below 256.
inline int32_t pcen(Level energy, Level& smoothed) noexcept {
  constexpr uint32_t kKeep = 63898, kTake = 1638;  // 1 - s and s, Q16
  constexpr int32_t kGain = 32113;                 // alpha, Q15
  constexpr Level kOffset = {1u << 31, 2 - 32};    // delta
  constexpr int32_t kRootOfOffset = 92682;         // delta^r, Q16
  constexpr int32_t kLargest = 255 << 16;
  smoothed = smoothed.mantissa == 0 ? energy : add(scaled(smoothed, kKeep), scaled(energy, kTake));
  const Level relative = power_of_2(log2_of(energy) - 2 * half_product(log2_of(smoothed), kGain));
  const Level root = power_of_2(log2_of(add(relative, kOffset)) >> 1);
  const int32_t shift = -16 - root.exponent;  // from its mantissa to Q16
  if (shift < 8) return kLargest;
  return static_cast<int32_t>(root.mantissa >> shift) - kRootOfOffset;
}

}  // namespace bitstill::features
