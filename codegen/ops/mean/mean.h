// MEAN as the artifact says it: over any axes, on a grid of its own.
#pragma once

#include <array>
#include <memory>

#include "codegen/arithmetic/rounding.h"
#include "codegen/tflite/operator_view.h"

namespace bitstill::codegen::ops {

struct Mean final : Operator {
  std::string_view name() const override { return "MEAN"; }
  std::string_view short_name() const override { return "mean"; }
  std::string parameters() const override;
  std::optional<InPlace> in_place(size_t) const override { return InPlace{}; }
  void run(const Graph& graph, TensorValues& values) const override;
  void emit(LayerEmitter& emitter) const override;

  std::vector<int32_t> input_shape;
  std::vector<bool> reduced;                        // of each axis of the input
  std::array<int32_t, 5> groups = {1, 1, 1, 1, 1};  // neighbouring axes joined: kept, reduced, kept, reduced, kept
  int32_t count = 1;                                // values of one mean
  int32_t input_zero_point = 0;
  int32_t output_zero_point = 0;
  arithmetic::Scale scale{};  // with the division by `count`
};

std::unique_ptr<Operator> read_mean(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
