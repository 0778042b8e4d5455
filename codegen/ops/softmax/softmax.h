// SOFTMAX as the artifact says it: over the last axis, on the grid 1/256 with zero point -128.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "codegen/tflite/operator_view.h"

namespace bitstill::codegen::ops {

struct Softmax final : Operator {
  std::string_view name() const override { return "SOFTMAX"; }
  std::string_view short_name() const override { return "softmax"; }
  std::string parameters() const override;
  std::optional<InPlace> in_place(size_t) const override { return InPlace{}; }
  void run(const Graph& graph, TensorValues& values) const override;
  void emit(LayerEmitter& emitter) const override;

  int32_t rows = 0;
  int32_t depth = 0;
  // exp(-k * beta * input scale) in Q0.31 for k = 0, 1, ... below the row's maximum; what lies beyond counts as zero.
  std::vector<int32_t> exponentials;
};

// exp(-k * beta * input scale) in Q0.31 for k = 0, 1, ..., as far as TFLite Micro counts it.
std::vector<int32_t> softmax_exponentials(double beta_times_input_scale);

// One row of softmax by that table.
void softmax_row(std::span<const int8_t> input, const std::vector<int32_t>& exponentials, std::span<int8_t> output);

std::unique_ptr<Operator> read_softmax(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
