// FULLY_CONNECTED as the artifact says it: every output is a dot product of the input with a row of weights.
#pragma once

#include <memory>
#include <vector>

#include "codegen/arithmetic/rounding.h"
#include "codegen/ops/activation.h"

namespace bitstill::codegen::ops {

struct FullyConnected final : Operator {
  std::string_view name() const override { return "FULLY_CONNECTED"; }
  std::string_view short_name() const override { return "dense"; }
  std::string parameters() const override;
  int64_t macs() const override { return int64_t{rows} * input_size * output_size; }
  int64_t parameter_bytes() const override { return static_cast<int64_t>(weights.size() + 4 * bias.size()); }
  void run(const Graph& graph, TensorValues& values) const override;
  void emit(LayerEmitter& emitter) const override;

  int32_t rows = 0;  // input vectors of one inference
  int32_t input_size = 0;
  int32_t output_size = 0;
  int32_t input_zero_point = 0;
  int32_t output_zero_point = 0;
  std::vector<int8_t> weights;            // [output_size][input_size]
  std::vector<int32_t> bias;              // [output_size], zeros where the file has none
  std::vector<arithmetic::Scale> scales;  // one, or one per output
  ClampRange clamp;
};

std::unique_ptr<Operator> read_fully_connected(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
