#include "codegen/ops/activation.h"
#include "codegen/ops/relu/relu.h"

namespace bitstill::codegen::ops {
namespace {

using tflite::schema::ActivationFunctionType;

// TFLite takes the factor in float32.
std::unique_ptr<Operator> read_rescaled(const tflite::OperatorView& view, std::string_view name,
                                        ActivationFunctionType activation) {
  auto layer = std::make_unique<Relu>(name);
  read_lookup(view, *layer);
  const Quantization& input = view.input_tensor(0).quantization;
  const Quantization& output = view.output_tensor(0).quantization;
  const arithmetic::Scale scale = rescaling(view, input.scale() / output.scale());
  const ClampRange clamp = fused_clamp(view, activation, output);
  layer->table = tabulate([&](int32_t q) {
    const int32_t x = arithmetic::multiply(q - input.zero_point(), scale) + output.zero_point();
    return arithmetic::clamp(x, clamp.low, clamp.high);
  });
  return layer;
}

}  // namespace

std::unique_ptr<Operator> read_relu(const tflite::OperatorView& view) {
  return read_rescaled(view, "RELU", ActivationFunctionType::RELU);
}

// TFLite Micro has no such operator; this is what TFLite computes.
std::unique_ptr<Operator> read_relu_n1_to_1(const tflite::OperatorView& view) {
  return read_rescaled(view, "RELU_N1_TO_1", ActivationFunctionType::RELU_N1_TO_1);
}

// TFLite Micro clamps raw values, TFLite rescales them: on one grid both mean the same.
std::unique_ptr<Operator> read_relu6(const tflite::OperatorView& view) {
  auto layer = std::make_unique<Relu>("RELU6");
  read_lookup(view, *layer);
  view.expect_same_quantization(view.input_tensor(0), view.output_tensor(0));
  const ClampRange clamp = fused_clamp(view, ActivationFunctionType::RELU6, view.input_tensor(0).quantization);
  layer->table = tabulate([&](int32_t q) { return arithmetic::clamp(q, clamp.low, clamp.high); });
  return layer;
}

}  // namespace bitstill::codegen::ops
