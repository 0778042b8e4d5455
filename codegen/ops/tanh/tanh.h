// TANH as the artifact says it: on the grid 1/128 with zero point 0.
#pragma once

#include <memory>

#include "codegen/ops/lookup/lookup.h"

namespace bitstill::codegen::ops {

struct Tanh final : Lookup {
  std::string_view name() const override { return "TANH"; }
  std::string_view short_name() const override { return "tanh"; }
};

// What TFLite Micro computes for every int8 input on that grid. Throws Error for a scale of 16 or more.
LookupTable tanh_table(float input_scale, int32_t input_zero_point);

std::unique_ptr<Operator> read_tanh(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
