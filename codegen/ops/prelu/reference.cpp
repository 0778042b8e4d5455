#include "codegen/ops/prelu/prelu.h"

namespace bitstill::codegen::ops {

void Prelu::run(const Graph&, TensorValues& values) const {
  combine(values, [&](int32_t q, int32_t alpha) {
    const int32_t x = q - input_zero_point;
    const int32_t y =
        x >= 0 ? arithmetic::multiply(x, scale) : arithmetic::multiply(x * (alpha - alpha_zero_point), alpha_scale);
    return arithmetic::clamp(y + output_zero_point, -128, 127);
  });
}

}  // namespace bitstill::codegen::ops
