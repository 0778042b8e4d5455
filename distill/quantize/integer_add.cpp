#include "distill/quantize/integer_add.h"

#include <algorithm>

#include "codegen/arithmetic/quantize_multiplier.h"

namespace bitstill::distill {

AddScales add_scales(float first, float second, float output) {
  const double twice_larger = 2 * static_cast<double>(std::max(first, second));
  return {arithmetic::quantize_multiplier(static_cast<double>(first) / twice_larger),
          arithmetic::quantize_multiplier(static_cast<double>(second) / twice_larger),
          arithmetic::quantize_multiplier(twice_larger / ((1 << 20) * static_cast<double>(output)))};
}

}  // namespace bitstill::distill
