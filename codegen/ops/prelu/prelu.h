// PRELU as the artifact says it: x where x >= 0, alpha * x below; alpha is broadcast, usually one value a channel.
#pragma once

#include <memory>

#include "codegen/arithmetic/rounding.h"
#include "codegen/ops/broadcast/broadcast.h"

namespace bitstill::codegen::ops {

struct Prelu final : Broadcast {
  std::string_view name() const override { return "PRELU"; }
  std::string_view short_name() const override { return "prelu"; }
  void run(const Graph& graph, TensorValues& values) const override;
  void emit(LayerEmitter& emitter) const override;

  int32_t input_zero_point = 0;
  int32_t alpha_zero_point = 0;
  int32_t output_zero_point = 0;
  arithmetic::Scale scale{};        // of an input that is not negative
  arithmetic::Scale alpha_scale{};  // of input times alpha
};

std::unique_ptr<Operator> read_prelu(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
