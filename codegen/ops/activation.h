// Activations fused into an operator: a clamp of its int8 output.
#pragma once

#include "codegen/graph/clamp_range.h"
#include "codegen/tflite/operator_view.h"

namespace bitstill::codegen::ops {

// none, relu, relu6 and relu_n1_to_1 as limits on the output's grid; the view refuses any other.
ClampRange fused_clamp(const tflite::OperatorView& view, tflite::schema::ActivationFunctionType activation,
                       const Quantization& output);

}  // namespace bitstill::codegen::ops
