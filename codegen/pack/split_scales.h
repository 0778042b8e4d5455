// Scales whose shifts take a byte each, indexed by channel as an array of scales would be.
//
// Plain C++17; copied as it stands into modules that need it.
#pragma once

#include "codegen/arithmetic/rounding.h"

namespace bitstill::pack {

struct SplitScales {
  const int32_t* multipliers;
  const int8_t* shifts;

  arithmetic::Scale operator[](int32_t channel) const noexcept { return {multipliers[channel], shifts[channel]}; }
};

}  // namespace bitstill::pack
