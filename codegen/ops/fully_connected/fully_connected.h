// FULLY_CONNECTED as the artifact says it: every output is a dot product of the input with a row of weights.
#pragma once

#include <memory>

#include "codegen/ops/activation.h"
#include "codegen/ops/filters.h"

namespace bitstill::codegen::ops {

struct FullyConnected final : Operator {
  std::string_view name() const override { return "FULLY_CONNECTED"; }
  std::string_view short_name() const override { return "dense"; }
  std::string parameters() const override;
  int64_t macs() const override { return int64_t{rows} * filters.taps * filters.outputs; }
  int64_t parameter_bytes() const override { return filters.bytes(); }
  int64_t scratch_bytes() const override;
  int64_t kept_bytes() const override;
  ClampRange* output_clamp() override { return &clamp; }
  void run(const Graph& graph, TensorValues& values) const override;
  void emit(LayerEmitter& emitter) const override;
  std::optional<Esp32Prospect> esp32_prospect() const override;
  int64_t divisible_instructions() const override;
  std::span<const int8_t> coded_weights() const override { return filters.weights; }
  std::vector<Coding> codings() const override;
  int64_t predicted_instructions() const override;

  int32_t rows = 0;  // input vectors of one inference
  int32_t input_zero_point = 0;
  int32_t output_zero_point = 0;
  Filters filters;  // taps are the input's values
  ClampRange clamp;
};

// Of a layer whose weights are coded.
int64_t coded_scratch_bytes(const FullyConnected& layer);
void emit_coded(const FullyConnected& layer, LayerEmitter& emitter);

void emit_for_esp32(const FullyConnected& layer, LayerEmitter& emitter);

std::unique_ptr<Operator> read_fully_connected(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
