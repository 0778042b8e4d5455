// HARD_SWISH as the artifact says it: x * clamp(x + 3, 0, 6) / 6, in TFLite's 16-bit fixed point.
#pragma once

#include <memory>

#include "codegen/ops/lookup/lookup.h"

namespace bitstill::codegen::ops {

struct HardSwish final : Lookup {
  std::string_view name() const override { return "HARD_SWISH"; }
  std::string_view short_name() const override { return "hard_swish"; }
};

std::unique_ptr<Operator> read_hard_swish(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
