// MINIMUM as the artifact says it: the smaller of two operands, which have one grid; with broadcasting.
#pragma once

#include <memory>

#include "codegen/ops/broadcast/broadcast.h"

namespace bitstill::codegen::ops {

struct Minimum final : Broadcast {
  std::string_view name() const override { return "MINIMUM"; }
  std::string_view short_name() const override { return "minimum"; }
  void run(const Graph& graph, TensorValues& values) const override;
  void emit(LayerEmitter& emitter) const override;
};

std::unique_ptr<Operator> read_minimum(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
