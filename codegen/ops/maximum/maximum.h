// MAXIMUM as the artifact says it: the larger of two operands, which have one grid; with broadcasting.
#pragma once

#include <memory>

#include "codegen/ops/broadcast/broadcast.h"

namespace bitstill::codegen::ops {

struct Maximum final : Broadcast {
  std::string_view name() const override { return "MAXIMUM"; }
  std::string_view short_name() const override { return "maximum"; }
  void run(const Graph& graph, TensorValues& values) const override;
  void emit(LayerEmitter& emitter) const override;
};

std::unique_ptr<Operator> read_maximum(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
