#include <fmt/format.h>

#include "codegen/arithmetic/quantize_multiplier.h"
#include "codegen/ops/mul/mul.h"

namespace bitstill::codegen::ops {

std::unique_ptr<Operator> read_mul(const tflite::OperatorView& view) {
  auto layer = std::make_unique<Mul>();
  read_broadcast(view, *layer);
  const Quantization& a = view.input_tensor(0).quantization;
  const Quantization& b = view.input_tensor(1).quantization;
  const Quantization& output = view.output_tensor(0).quantization;
  const double factor =
      static_cast<double>(a.scale()) * static_cast<double>(b.scale()) / static_cast<double>(output.scale());
  // The product of two operands is below 2^16: a factor below 2^13 keeps it below 2^29.
  if (!(factor < 8192)) view.refuse(fmt::format("its scale factor {} is beyond 2^13; the file is damaged", factor));
  layer->scale = arithmetic::quantize_multiplier_or_zero(factor);
  layer->a_zero_point = a.zero_point();
  layer->b_zero_point = b.zero_point();
  layer->output_zero_point = output.zero_point();
  const auto* options = view.options<tflite::schema::MulOptions>();
  layer->clamp = fused_clamp(
      view, options == nullptr ? tflite::schema::ActivationFunctionType::NONE : options->fused_activation_function(),
      output);
  return layer;
}

}  // namespace bitstill::codegen::ops
