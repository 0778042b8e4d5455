// Logarithms and powers of levels, from tables of 65 values with straight lines between them.
//
// Plain C++17 without floats or library; copied as it stands into modules that need it.
#pragma once

#include "level.h"

namespace bitstill::features {

// log2(1 + i / 64) in Q15. Straight lines between them are less than 5 * 10^-5 off.
constexpr uint16_t kLogarithms[66] = {
    0,     733,   1455,  2166,  2866,  3556,  4236,  4907,  5568,  6220,  6863,  7498,  8124,  8742,
    9352,  9954,  10549, 11136, 11716, 12289, 12855, 13415, 13968, 14514, 15055, 15589, 16117, 16639,
    17156, 17667, 18173, 18673, 19168, 19658, 20143, 20623, 21098, 21568, 22034, 22495, 22952, 23404,
    23852, 24296, 24736, 25172, 25604, 26031, 26455, 26876, 27292, 27705, 28114, 28520, 28922, 29321,
    29717, 30109, 30498, 30884, 31267, 31647, 32024, 32397, 32768, 32768,
};

// 2^(i / 64) - 1 in Q15.
constexpr uint16_t kPowers[66] = {
    0,     357,   718,   1082,  1451,  1823,  2200,  2581,  2966,  3355,  3748,  4146,  4548,  4954,
    5365,  5780,  6200,  6624,  7053,  7487,  7925,  8368,  8816,  9269,  9727,  10190, 10657, 11130,
    11608, 12091, 12580, 13074, 13573, 14078, 14588, 15103, 15625, 16152, 16684, 17223, 17767, 18317,
    18874, 19436, 20005, 20579, 21160, 21747, 22341, 22941, 23548, 24161, 24781, 25408, 26041, 26681,
    27329, 27983, 28645, 29313, 29989, 30673, 31364, 32062, 32768, 32768,
};

// log2 of a level above 0, Q16.
inline int32_t log2_of(Level level) noexcept {
  const uint32_t fraction = interpolate(kLogarithms, (level.mantissa & 0x7fffffff) >> 9);
  return shift_left(level.exponent + 31, 16) + static_cast<int32_t>(2 * fraction);
}

// 2^x for x in Q16.
inline Level power_of_2(int32_t x) noexcept {
  const uint32_t fraction = interpolate(kPowers, (static_cast<uint32_t>(x) & 0xffff) << 6);
  return {(1u << 31) + (fraction << 16), (x >> 16) - 31};
}

// The natural logarithm of a level above 0, Q16.
inline int32_t natural_log(Level level) noexcept {
  constexpr int32_t kLn2 = 22713;  // ln 2 in Q15
  return 2 * half_product(log2_of(level), kLn2);
}

}  // namespace bitstill::features
