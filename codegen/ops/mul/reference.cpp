#include <fmt/format.h>

#include "codegen/ops/mul/mul.h"

namespace bitstill::codegen::ops {

std::string Mul::parameters() const {
  return fmt::format("{}clamp [{}, {}]", same_shape() ? "" : "broadcast, ", clamp.low, clamp.high);
}

void Mul::run(const Graph&, TensorValues& values) const {
  combine(values, [&](int32_t a, int32_t b) {
    const int32_t product = arithmetic::multiply((a - a_zero_point) * (b - b_zero_point), scale);
    return arithmetic::clamp(product + output_zero_point, clamp.low, clamp.high);
  });
}

}  // namespace bitstill::codegen::ops
