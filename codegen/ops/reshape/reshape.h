// RESHAPE as the artifact says it: the same bytes under another shape. A pass removes it where nothing must be copied.
#pragma once

#include <memory>

#include "codegen/tflite/operator_view.h"

namespace bitstill::codegen::ops {

struct Reshape final : Operator {
  std::string_view name() const override { return "RESHAPE"; }
  std::string_view short_name() const override { return "reshape"; }
  bool identity() const override { return true; }
  void run(const Graph& graph, TensorValues& values) const override;
  void emit(LayerEmitter& emitter) const override;

  int64_t bytes = 0;
};

std::unique_ptr<Operator> read_reshape(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
