#include <fmt/format.h>

#include "codegen/arithmetic/exponential.h"
#include "codegen/ops/logistic/logistic.h"

namespace bitstill::codegen::ops {

// TFLite Micro ignores the declared output scale and computes on 1/256.
std::unique_ptr<Operator> read_logistic(const tflite::OperatorView& view) {
  view.expect_counts(1, 1, 1);
  const int32_t zero_point = view.graph().tensor(view.int8_output(0)).quantization.zero_point();
  if (zero_point != -128) {
    view.refuse(fmt::format("output zero point {}, -128 was expected; convert the model again", zero_point));
  }
  const FixedPointInput input = fixed_point_input(view);
  auto layer = std::make_unique<Logistic>();
  read_lookup(view, *layer, [&](int32_t q) {
    const int32_t x = q - input.zero_point;
    if (x <= -input.radius) return -128;
    if (x >= input.radius) return 127;
    const int32_t y = arithmetic::logistic(arithmetic::multiply(x, input.scale));
    return arithmetic::rounding_divide_by_power_of_two(y, 31 - 8) - 128;
  });
  return layer;
}

}  // namespace bitstill::codegen::ops
