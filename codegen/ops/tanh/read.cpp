#include "codegen/arithmetic/exponential.h"
#include "codegen/ops/tanh/tanh.h"

namespace bitstill::codegen::ops {

// TFLite Micro ignores the declared output grid and computes on 1/128 with zero point 0.
std::unique_ptr<Operator> read_tanh(const tflite::OperatorView& view) {
  view.expect_counts(1, 1, 1);
  const FixedPointInput input = fixed_point_input(view);
  auto layer = std::make_unique<Tanh>();
  read_lookup(view, *layer, [&](int32_t q) {
    const int32_t x = q - input.zero_point;
    if (x <= -input.radius) return -128;
    if (x >= input.radius) return 127;
    const int32_t y = arithmetic::tanh(arithmetic::multiply(x, input.scale));
    return arithmetic::rounding_divide_by_power_of_two(y, 31 - 7);
  });
  return layer;
}

}  // namespace bitstill::codegen::ops
