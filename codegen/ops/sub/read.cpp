#include <algorithm>

#include "codegen/ops/sub/sub.h"

namespace bitstill::codegen::ops {

// TFLite Micro takes these factors in float32, where ADD takes them in double.
std::unique_ptr<Operator> read_sub(const tflite::OperatorView& view) {
  auto layer = std::make_unique<Sub>();
  read_broadcast(view, *layer);
  const float a = view.input_tensor(0).quantization.scale();
  const float b = view.input_tensor(1).quantization.scale();
  const float twice_coarser = 2 * std::max(a, b);
  const float output = view.output_tensor(0).quantization.scale();
  const auto* options = view.options<tflite::schema::SubOptions>();
  read_sum(view,
           options == nullptr ? tflite::schema::ActivationFunctionType::NONE : options->fused_activation_function(),
           {{a / twice_coarser, b / twice_coarser}, twice_coarser / ((1 << 20) * output)}, {1, -1}, *layer);
  return layer;
}

}  // namespace bitstill::codegen::ops
