#include <fmt/format.h>

#include <cmath>

#include "codegen/ops/leaky_relu/leaky_relu.h"

namespace bitstill::codegen::ops {

// TFLite takes both factors in float32; a negative alpha multiplies by its magnitude and then turns the sign.
std::unique_ptr<Operator> read_leaky_relu(const tflite::OperatorView& view) {
  auto layer = std::make_unique<LeakyRelu>();
  read_lookup(view, *layer);
  const Quantization& input = view.input_tensor(0).quantization;
  const Quantization& output = view.output_tensor(0).quantization;
  const auto* options = view.options<tflite::schema::LeakyReluOptions>();
  const float alpha = options == nullptr ? 0 : options->alpha();
  if (!std::isfinite(alpha)) view.refuse(fmt::format("its alpha is {}; the file is damaged", alpha));
  const float alpha_factor = input.scale() * alpha / output.scale();
  const arithmetic::Scale scale = rescaling(view, input.scale() / output.scale());
  const arithmetic::Scale alpha_scale = rescaling(view, std::abs(alpha_factor));
  layer->table = tabulate([&](int32_t q) {
    const int32_t x = q - input.zero_point();
    if (x >= 0) return arithmetic::multiply(x, scale) + output.zero_point();
    const int32_t magnitude = arithmetic::multiply(x, alpha_scale);
    return (alpha_factor < 0 ? -magnitude : magnitude) + output.zero_point();
  });
  return layer;
}

}  // namespace bitstill::codegen::ops
