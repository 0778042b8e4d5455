#include "codegen/ops/prelu/prelu.h"

#include <fmt/format.h>

#include "codegen/arithmetic/quantize_multiplier.h"

namespace bitstill::codegen::ops {

std::unique_ptr<Operator> read_prelu(const tflite::OperatorView& view) {
  auto layer = std::make_unique<Prelu>();
  read_broadcast(view, *layer);
  const Tensor& input = view.input_tensor(0);
  const Tensor& output = view.output_tensor(0);
  if (input.elements() != output.elements()) {
    view.refuse(fmt::format("input {} and output {} hold different numbers of values; the file is damaged",
                            describe(input), describe(output)));
  }
  const Quantization& alpha = view.input_tensor(1).quantization;
  const double input_scale = input.quantization.scale();
  const double factor = input_scale / output.quantization.scale();
  const double alpha_factor = input_scale * alpha.scale() / output.quantization.scale();
  // |input| < 2^8 and |input * alpha| < 2^16: these limits keep both below 2^29.
  if (!(factor < 2097152) || !(alpha_factor < 8192)) {
    view.refuse(
        fmt::format("its scale factors {} and {} are beyond 2^21 and 2^13; the file is damaged", factor, alpha_factor));
  }
  layer->scale = arithmetic::quantize_multiplier_or_zero(factor);
  layer->alpha_scale = arithmetic::quantize_multiplier_or_zero(alpha_factor);
  layer->input_zero_point = input.quantization.zero_point();
  layer->alpha_zero_point = alpha.zero_point();
  layer->output_zero_point = output.quantization.zero_point();
  return layer;
}

}  // namespace bitstill::codegen::ops
