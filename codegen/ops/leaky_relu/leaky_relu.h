// LEAKY_RELU as the artifact says it: x where x >= 0, alpha * x below.
#pragma once

#include <memory>

#include "codegen/ops/lookup/lookup.h"

namespace bitstill::codegen::ops {

struct LeakyRelu final : Lookup {
  std::string_view name() const override { return "LEAKY_RELU"; }
  std::string_view short_name() const override { return "leaky_relu"; }
};

std::unique_ptr<Operator> read_leaky_relu(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
