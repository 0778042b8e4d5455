#include "codegen/ops/activation.h"

#include <algorithm>

#include "codegen/arithmetic/quantize_multiplier.h"

namespace bitstill::codegen::ops {

using tflite::schema::ActivationFunctionType;

ClampRange fused_clamp(const tflite::OperatorView& view, ActivationFunctionType activation,
                       const Quantization& output) {
  const auto bound = [&](float real) {
    return std::clamp(arithmetic::quantize_bound(real, output.scale(), output.zero_point()), -128, 127);
  };
  switch (activation) {
    case ActivationFunctionType::NONE:
      return {};
    case ActivationFunctionType::RELU:
      return {bound(0), 127};
    case ActivationFunctionType::RELU6:
      return {bound(0), bound(6)};
    case ActivationFunctionType::RELU_N1_TO_1:
      return {bound(-1), bound(1)};
    default:
      view.refuse(
          "has a fused activation other than none, relu, relu6 and relu_n1_to_1; export it as an operator of its own");
  }
}

}  // namespace bitstill::codegen::ops
