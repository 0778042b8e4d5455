#include <fmt/format.h>

#include "codegen/graph/values.h"
#include "codegen/ops/quantize/quantize.h"

namespace bitstill::codegen::ops {

std::string Quantize::parameters() const {
  return fmt::format("multiplier {} shift {}", scale.multiplier, scale.shift);
}

// A factor of one is multiplier 2^30 and shift 1, which multiplies exactly.
bool Quantize::identity() const {
  return scale.multiplier == 1 << 30 && scale.shift == 1 && input_zero_point == output_zero_point;
}

void Quantize::run(const Graph&, TensorValues& values) const {
  const auto input = values.int8(inputs[0]);
  const auto output = values.int8(outputs[0]);
  for (size_t i = 0; i < input.size(); ++i) {
    const int32_t scaled = arithmetic::multiply(input[i] - input_zero_point, scale) + output_zero_point;
    output[i] = static_cast<int8_t>(arithmetic::clamp(scaled, -128, 127));
  }
}

}  // namespace bitstill::codegen::ops
