// LOGISTIC as the artifact says it: 1 / (1 + exp(-x)), on the grid 1/256 with zero point -128.
#pragma once

#include <memory>

#include "codegen/ops/lookup/lookup.h"

namespace bitstill::codegen::ops {

struct Logistic final : Lookup {
  std::string_view name() const override { return "LOGISTIC"; }
  std::string_view short_name() const override { return "logistic"; }
};

// What TFLite Micro computes for every int8 input on that grid. Throws Error for a scale of 16 or more.
LookupTable logistic_table(float input_scale, int32_t input_zero_point);

std::unique_ptr<Operator> read_logistic(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
