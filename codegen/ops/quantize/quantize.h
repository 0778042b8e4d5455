// QUANTIZE from int8 to int8 as the artifact says it: the same real numbers on another grid.
#pragma once

#include <memory>

#include "codegen/arithmetic/rounding.h"
#include "codegen/tflite/operator_view.h"

namespace bitstill::codegen::ops {

struct Quantize final : Operator {
  std::string_view name() const override { return "QUANTIZE"; }
  std::string_view short_name() const override { return "quantize"; }
  std::string parameters() const override;
  bool identity() const override;
  std::optional<InPlace> in_place(size_t) const override { return InPlace{}; }
  void run(const Graph& graph, TensorValues& values) const override;
  void emit(LayerEmitter& emitter) const override;

  int64_t count = 0;
  int32_t input_zero_point = 0;
  int32_t output_zero_point = 0;
  arithmetic::Scale scale{};
};

std::unique_ptr<Operator> read_quantize(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
