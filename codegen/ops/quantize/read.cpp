#include <fmt/format.h>

#include "codegen/arithmetic/quantize_multiplier.h"
#include "codegen/ops/quantize/quantize.h"

namespace bitstill::codegen::ops {

std::unique_ptr<Operator> read_quantize(const tflite::OperatorView& view) {
  view.expect_counts(1, 1, 1);
  auto layer = std::make_unique<Quantize>();
  layer->inputs = {view.int8_input(0)};
  layer->outputs = {view.int8_output(0)};
  const Tensor& input = view.input_tensor(0);
  const Tensor& output = view.output_tensor(0);
  if (input.elements() != output.elements()) {
    view.refuse(fmt::format("input {} and output {} hold different numbers of values; the file is damaged",
                            describe(input), describe(output)));
  }
  layer->count = input.elements();
  layer->input_zero_point = input.quantization.zero_point();
  layer->output_zero_point = output.quantization.zero_point();
  const double factor = static_cast<double>(input.quantization.scale()) / output.quantization.scale();
  // |q - zero point| < 2^8, so a factor below 2^23 keeps the product inside 31 bits.
  if (factor >= 8388608.0) view.refuse(fmt::format("its scale factor {} is beyond 2^23; the file is damaged", factor));
  layer->scale = arithmetic::quantize_multiplier(factor);
  return layer;
}

}  // namespace bitstill::codegen::ops
