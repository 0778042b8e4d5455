// SPLIT as the artifact says it: the input cut into equal parts along an axis.
#pragma once

#include <memory>

#include "codegen/ops/strided_copy/strided_copy.h"
#include "codegen/tflite/operator_view.h"

namespace bitstill::codegen::ops {

struct Split final : Operator {
  std::string_view name() const override { return "SPLIT"; }
  std::string_view short_name() const override { return "split"; }
  std::string parameters() const override;
  void run(const Graph& graph, TensorValues& values) const override;
  void emit(LayerEmitter& emitter) const override;

  Shape input_shape;
  Shape output_shape;  // of each part
  size_t axis = 0;
  std::vector<StridedCopy> copies;  // to each output
};

std::unique_ptr<Operator> read_split(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
