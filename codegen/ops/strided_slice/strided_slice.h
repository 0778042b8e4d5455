// STRIDED_SLICE as the artifact says it: along each axis the indices begin, begin + stride, ... before end.
#pragma once

#include <memory>

#include "codegen/ops/strided_copy/strided_copy.h"
#include "codegen/tflite/operator_view.h"

namespace bitstill::codegen::ops {

// The indices of one input axis that are taken, counted from 0.
struct Slice {
  int32_t begin = 0;
  int32_t stride = 1;
  int32_t count = 1;
};

struct StridedSlice final : Operator {
  std::string_view name() const override { return "STRIDED_SLICE"; }
  std::string_view short_name() const override { return "slice"; }
  std::string parameters() const override;
  bool identity() const override;
  std::optional<InPlace> in_place(size_t input) const override;
  void run(const Graph& graph, TensorValues& values) const override;
  void emit(LayerEmitter& emitter) const override;

  Shape input_shape;
  std::vector<Slice> slices;  // of each axis of the input
  StridedCopy copy;
};

std::unique_ptr<Operator> read_strided_slice(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
