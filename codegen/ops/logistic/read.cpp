#include <fmt/format.h>

#include "codegen/arithmetic/exponential.h"
#include "codegen/ops/logistic/logistic.h"

namespace bitstill::codegen::ops {

LookupTable logistic_table(float input_scale, int32_t input_zero_point) {
  const FixedPointInput input = fixed_point_input(input_scale);
  return tabulate([&](int32_t q) {
    const int32_t x = q - input_zero_point;
    if (x <= -input.radius) return -128;
    if (x >= input.radius) return 127;
    const int32_t y = arithmetic::logistic(arithmetic::multiply(x, input.scale));
    return arithmetic::rounding_divide_by_power_of_two(y, 31 - 8) - 128;
  });
}

// TFLite Micro ignores the declared output scale and computes on 1/256.
std::unique_ptr<Operator> read_logistic(const tflite::OperatorView& view) {
  view.expect_counts(1, 1, 1);
  const int32_t zero_point = view.graph().tensor(view.int8_output(0)).quantization.zero_point();
  if (zero_point != -128) {
    view.refuse(fmt::format("output zero point {}, -128 was expected; convert the model again", zero_point));
  }
  auto layer = std::make_unique<Logistic>();
  read_lookup(view, *layer);
  const Quantization& input = view.input_tensor(0).quantization;
  if (input.scale() >= 16) view.refuse(fmt::format("input scale {} is 16 or more; the file is damaged", input.scale()));
  layer->table = logistic_table(input.scale(), input.zero_point());
  return layer;
}

}  // namespace bitstill::codegen::ops
