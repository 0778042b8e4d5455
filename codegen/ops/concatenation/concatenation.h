// CONCATENATION as the artifact says it: its inputs one behind the other along an axis, on one grid.
#pragma once

#include <memory>

#include "codegen/ops/strided_copy/strided_copy.h"
#include "codegen/tflite/operator_view.h"

namespace bitstill::codegen::ops {

struct Concatenation final : Operator {
  std::string_view name() const override { return "CONCATENATION"; }
  std::string_view short_name() const override { return "concatenation"; }
  std::string parameters() const override;
  std::optional<InPlace> in_place(size_t input) const override;
  void run(const Graph& graph, TensorValues& values) const override;
  void emit(LayerEmitter& emitter) const override;

  Shape output_shape;
  std::vector<Shape> input_shapes;
  size_t axis = 0;
  std::vector<StridedCopy> copies;  // of each input
};

std::unique_ptr<Operator> read_concatenation(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
