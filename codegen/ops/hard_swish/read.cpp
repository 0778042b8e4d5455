#include <fmt/format.h>

#include "codegen/arithmetic/fixed_point_16.h"
#include "codegen/arithmetic/quantize_multiplier.h"
#include "codegen/ops/hard_swish/hard_swish.h"

namespace bitstill::codegen::ops {
namespace {

using arithmetic::saturate_16;
using arithmetic::Scale;

constexpr int32_t kInputShift = 7;  // int8 differences take nine bits: seven more are free

// x times the scale, saturating at 16 bits; only the last bit of a shift to the left may saturate what is returned.
int32_t saturating_multiply(int32_t x, const Scale& scale) {
  const int32_t multiplier = arithmetic::multiplier_16(scale.multiplier);
  if (scale.shift > 0) {
    const int32_t shifted = saturate_16(static_cast<int64_t>(x) * (int64_t{1} << (scale.shift - 1)));
    return saturate_16(2 * arithmetic::high_multiply_16(shifted, multiplier));
  }
  return arithmetic::rounding_divide_by_power_of_two(arithmetic::high_multiply_16(x, multiplier), -scale.shift);
}

}  // namespace

// TFLite Micro takes all factors in float32.
std::unique_ptr<Operator> read_hard_swish(const tflite::OperatorView& view) {
  auto layer = std::make_unique<HardSwish>();
  read_lookup(view, *layer);
  const Quantization& input = view.input_tensor(0).quantization;
  const Quantization& output = view.output_tensor(0).quantization;
  const float fine_scale = 1.0F / (1 << kInputShift) * input.scale();
  const float gate_factor = fine_scale / (3.0F / 32768);
  const float output_factor = fine_scale / output.scale();
  // Below 2^-15 nothing is left of 16 bits; an output factor of one and more would have to shift to the left.
  constexpr float kLeast = 1.0F / 32768;
  if (!(output_factor >= kLeast && output_factor < 1) || !(gate_factor >= kLeast && gate_factor < 1073741824.0F)) {
    view.refuse(fmt::format("input scale {} and output scale {} are too far apart for 16 bits; convert the model again",
                            input.scale(), output.scale()));
  }
  const Scale to_output = arithmetic::quantize_multiplier(output_factor);
  const Scale to_gate = arithmetic::quantize_multiplier(gate_factor);
  layer->table = tabulate([&](int32_t q) {
    const int32_t x = (q - input.zero_point()) * (1 << kInputShift);
    // clamp(x + 3, 0, 6) / 6 in Q0.15: x / 3 saturates at -1 and 1.
    const int32_t gate = (saturating_multiply(x, to_gate) + (1 << 15)) >> 1;
    const int32_t ungated = arithmetic::high_multiply_16(x, arithmetic::multiplier_16(to_output.multiplier));
    const int32_t gated = arithmetic::truncating_high_multiply_16(gate, ungated);
    return arithmetic::rounding_divide_by_power_of_two(gated, -to_output.shift) + output.zero_point();
  });
  return layer;
}

}  // namespace bitstill::codegen::ops
