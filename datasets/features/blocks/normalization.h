// From features to the model's input grid.
//
// Plain C++17 without floats or library; copied as it stands into modules that need it.
#pragma once

#include "fixed_point.h"

namespace bitstill::features {

struct NormalizationTable {
  const int16_t* centres;      // one per coefficient
  const int16_t* multipliers;  // the same; 0 to 2^14
  int32_t shift;               // 0 to 30
  int32_t zero_point;          // -128 to 127
};

// zero_point + round((feature - centre) * multiplier / 2^shift), limited to a byte. The product stays below 2^30.
inline int8_t normalized(const NormalizationTable& table, int32_t coefficient, int16_t feature) noexcept {
  const int32_t difference = feature - table.centres[coefficient];
  const int32_t steps = rounding_shift_right(difference * table.multipliers[coefficient], table.shift);
  return static_cast<int8_t>(clamp(table.zero_point + steps, INT8_MIN, INT8_MAX));
}

}  // namespace bitstill::features
