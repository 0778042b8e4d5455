#include <fmt/format.h>

#include "codegen/arithmetic/exponential.h"
#include "codegen/ops/tanh/tanh.h"

namespace bitstill::codegen::ops {

LookupTable tanh_table(float input_scale, int32_t input_zero_point) {
  const FixedPointInput input = fixed_point_input(input_scale);
  return tabulate([&](int32_t q) {
    const int32_t x = q - input_zero_point;
    if (x <= -input.radius) return -128;
    if (x >= input.radius) return 127;
    const int32_t y = arithmetic::tanh(arithmetic::multiply(x, input.scale));
    return arithmetic::rounding_divide_by_power_of_two(y, 31 - 7);
  });
}

// TFLite Micro ignores the declared output grid and computes on 1/128 with zero point 0.
std::unique_ptr<Operator> read_tanh(const tflite::OperatorView& view) {
  view.expect_counts(1, 1, 1);
  auto layer = std::make_unique<Tanh>();
  read_lookup(view, *layer);
  const Quantization& input = view.input_tensor(0).quantization;
  if (input.scale() >= 16) view.refuse(fmt::format("input scale {} is 16 or more; the file is damaged", input.scale()));
  layer->table = tanh_table(input.scale(), input.zero_point());
  return layer;
}

}  // namespace bitstill::codegen::ops
