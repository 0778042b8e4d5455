// Limits on an int8 output's grid.
#pragma once

#include <cstdint>

namespace bitstill::codegen {

struct ClampRange {
  int32_t low = -128;
  int32_t high = 127;
};

}  // namespace bitstill::codegen
