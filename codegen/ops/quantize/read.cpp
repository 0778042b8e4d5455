#include "codegen/ops/quantize/quantize.h"

namespace bitstill::codegen::ops {

std::unique_ptr<Operator> read_quantize(const tflite::OperatorView& view) {
  auto layer = std::make_unique<Quantize>();
  read_lookup(view, *layer);
  const Quantization& input = view.input_tensor(0).quantization;
  const Quantization& output = view.output_tensor(0).quantization;
  const arithmetic::Scale scale = rescaling(view, static_cast<double>(input.scale()) / output.scale());
  layer->table =
      tabulate([&](int32_t q) { return arithmetic::multiply(q - input.zero_point(), scale) + output.zero_point(); });
  return layer;
}

}  // namespace bitstill::codegen::ops
