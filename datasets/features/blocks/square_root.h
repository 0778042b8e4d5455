// The square root of a whole number, from a table: what a magnitude spectrum needs once per bin.
//
// Plain C++17 without floats or library; copied as it stands into modules that need it.
#pragma once

#include "fixed_point.h"

namespace bitstill::features {

// sqrt(1 + i / 32) in Q14. Straight lines between them are less than 2^-15 off.
constexpr uint16_t kSquareRoots[98] = {
    16384, 16638, 16888, 17135, 17378, 17618, 17854, 18087, 18318, 18545, 18770, 18992, 19212, 19429,
    19644, 19856, 20066, 20274, 20480, 20684, 20886, 21085, 21283, 21480, 21674, 21867, 22058, 22247,
    22435, 22621, 22806, 22989, 23170, 23351, 23530, 23707, 23884, 24059, 24232, 24405, 24576, 24746,
    24915, 25083, 25249, 25415, 25580, 25743, 25905, 26067, 26227, 26387, 26545, 26703, 26859, 27015,
    27170, 27324, 27477, 27629, 27780, 27931, 28081, 28230, 28378, 28525, 28672, 28818, 28963, 29108,
    29251, 29394, 29537, 29678, 29819, 29960, 30099, 30238, 30377, 30515, 30652, 30788, 30924, 31059,
    31194, 31328, 31462, 31595, 31727, 31859, 31991, 32122, 32252, 32382, 32511, 32640, 32768, 32768,
};

// 2^14 * sqrt(x), to 15 bits; x <= 2^31.
inline uint32_t square_root(uint32_t x) noexcept {
  if (x == 0) return 0;
  const int32_t pairs = leading_zeros(x) / 2;    // of zero bits: each is one zero bit of the root
  const uint32_t normalised = x << (2 * pairs);  // 1 to 4, Q30
  const uint32_t root = interpolate(kSquareRoots, (normalised - (1u << 30)) >> 9);
  return (root << 15) >> pairs;
}

}  // namespace bitstill::features
