#include <fmt/format.h>

#include "codegen/ops/add/add.h"

namespace bitstill::codegen::ops {

std::string Add::parameters() const {
  return fmt::format("{}clamp [{}, {}]", same_shape() ? "" : "broadcast, ", clamp.low, clamp.high);
}

void Add::run(const Graph&, TensorValues& values) const {
  const auto on_common_grid = [](const Operand& operand, int32_t q) {
    return operand.sign * arithmetic::multiply((q - operand.zero_point) * (1 << 20), operand.scale);
  };
  combine(values, [&](int32_t a, int32_t b) {
    const int32_t sum = on_common_grid(operands[0], a) + on_common_grid(operands[1], b);
    return arithmetic::clamp(arithmetic::multiply(sum, output_scale) + output_zero_point, clamp.low, clamp.high);
  });
}

}  // namespace bitstill::codegen::ops
