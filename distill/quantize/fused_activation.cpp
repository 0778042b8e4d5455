#include "distill/quantize/fused_activation.h"

#include <algorithm>

#include "codegen/arithmetic/quantize_multiplier.h"

namespace bitstill::distill {

using train::FusedActivation;

Limits fused_limits(FusedActivation activation, const Grid& output) {
  const auto bound = [&](float real) {
    return std::clamp(arithmetic::quantize_bound(real, output.scale, output.zero_point), -128, 127);
  };
  if (activation == FusedActivation::kNone) return {};
  return {bound(0), activation == FusedActivation::kRelu6 ? bound(6) : 127};
}

}  // namespace bitstill::distill
