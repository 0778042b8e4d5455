// TRANSPOSE as the artifact says it: output axis i is input axis permutation[i].
#pragma once

#include <memory>

#include "codegen/ops/strided_copy/strided_copy.h"
#include "codegen/tflite/operator_view.h"

namespace bitstill::codegen::ops {

struct Transpose final : Operator {
  std::string_view name() const override { return "TRANSPOSE"; }
  std::string_view short_name() const override { return "transpose"; }
  std::string parameters() const override;
  bool identity() const override { return copy.axes.empty(); }
  void run(const Graph& graph, TensorValues& values) const override;
  void emit(LayerEmitter& emitter) const override;

  Shape input_shape;
  Shape permutation;
  StridedCopy copy;
};

std::unique_ptr<Operator> read_transpose(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
