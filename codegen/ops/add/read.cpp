#include <fmt/format.h>

#include <algorithm>

#include "codegen/arithmetic/quantize_multiplier.h"
#include "codegen/ops/add/add.h"

namespace bitstill::codegen::ops {

void read_sum(const tflite::OperatorView& view, tflite::schema::ActivationFunctionType activation,
              const CommonGrid& grid, std::array<int32_t, 2> signs, Add& layer) {
  const Quantization& output = view.output_tensor(0).quantization;
  if (!(grid.output < 1)) {
    view.refuse(fmt::format("output scale {} is less than 2^-19 of its larger input scale; the file is damaged",
                            output.scale()));
  }
  for (size_t i = 0; i < 2; ++i) {
    layer.operands[i] = {signs[i], view.input_tensor(i).quantization.zero_point(),
                         arithmetic::quantize_multiplier_or_zero(grid.operands[i])};
  }
  layer.output_zero_point = output.zero_point();
  layer.output_scale = arithmetic::quantize_multiplier_or_zero(grid.output);
  // A factor a hair below one is rounded up to one, which TFLite Micro refuses as well.
  if (layer.output_scale.shift > 0) view.refuse("its output scale is too small for its inputs; the file is damaged");
  layer.clamp = fused_clamp(view, activation, output);
}

std::unique_ptr<Operator> read_add(const tflite::OperatorView& view) {
  auto layer = std::make_unique<Add>();
  read_broadcast(view, *layer);
  const double a = view.input_tensor(0).quantization.scale();
  const double b = view.input_tensor(1).quantization.scale();
  const double twice_coarser = 2 * std::max(a, b);
  const double output = view.output_tensor(0).quantization.scale();
  const auto* options = view.options<tflite::schema::AddOptions>();
  read_sum(view,
           options == nullptr ? tflite::schema::ActivationFunctionType::NONE : options->fused_activation_function(),
           {{a / twice_coarser, b / twice_coarser}, twice_coarser / ((1 << 20) * output)}, {1, 1}, *layer);
  return layer;
}

}  // namespace bitstill::codegen::ops
