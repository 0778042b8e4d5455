// ARG_MAX as the artifact says it: where along an axis the largest value stands, as int32; of equals the first.
#pragma once

#include <memory>

#include "codegen/tflite/operator_view.h"

namespace bitstill::codegen::ops {

struct ArgMax final : Operator {
  std::string_view name() const override { return "ARG_MAX"; }
  std::string_view short_name() const override { return "arg_max"; }
  std::string parameters() const override;
  void run(const Graph& graph, TensorValues& values) const override;
  void emit(LayerEmitter& emitter) const override;

  int32_t outer = 1;  // elements of the axes before it
  int32_t count = 1;  // elements along the axis
  int32_t inner = 1;  // elements of the axes behind it
};

std::unique_ptr<Operator> read_arg_max(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
