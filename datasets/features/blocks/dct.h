// The discrete cosine transform that makes mel-frequency cepstral coefficients of log-mel values: DCT-II scaled by
// sqrt(2 / bands) throughout, as HTK and TensorFlow scale it. (An orthonormal one would divide coefficient 0 by
// sqrt(2); quantisation gives each coefficient its own factor anyway.)
//
// Plain C++17 without floats or library; copied as it stands into modules that need it.
#pragma once

#include "fixed_point.h"

namespace bitstill::features {

struct DctTable {
  const int16_t* cosines;  // Q15, `bands` of them for each coefficient
  int32_t scale;           // sqrt(2 / bands), Q15
  int32_t bands;
};

// Values in Q16, |value| < 2^24 and at most 128 of them, so that their sum fits. Coefficients in Q14.
inline int32_t cepstral_coefficient(const DctTable& table, const int32_t* values, int32_t index) noexcept {
  const int16_t* cosine = table.cosines + index * table.bands;
  int32_t sum = 0;
  for (const int32_t *value = values, *end = values + table.bands; value < end; ++value) {
    sum += half_product(*value, *cosine++);
  }
  return half_product(sum, table.scale);
}

}  // namespace bitstill::features
