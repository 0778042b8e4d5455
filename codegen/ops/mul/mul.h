// MUL as the artifact says it: the product of two operands on the output's grid, with broadcasting and a fused clamp.
#pragma once

#include <memory>

#include "codegen/arithmetic/rounding.h"
#include "codegen/ops/activation.h"
#include "codegen/ops/broadcast/broadcast.h"

namespace bitstill::codegen::ops {

struct Mul final : Broadcast {
  std::string_view name() const override { return "MUL"; }
  std::string_view short_name() const override { return "mul"; }
  std::string parameters() const override;
  void run(const Graph& graph, TensorValues& values) const override;
  void emit(LayerEmitter& emitter) const override;

  int32_t a_zero_point = 0;
  int32_t b_zero_point = 0;
  int32_t output_zero_point = 0;
  arithmetic::Scale scale{};
  ClampRange clamp;
};

std::unique_ptr<Operator> read_mul(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
