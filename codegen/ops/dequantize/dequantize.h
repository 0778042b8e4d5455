// DEQUANTIZE: at a model's output it is left to the caller, anywhere else it is refused.
#pragma once

#include <memory>

#include "codegen/tflite/operator_view.h"

namespace bitstill::codegen::ops {

[[noreturn]] std::unique_ptr<Operator> read_dequantize(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
