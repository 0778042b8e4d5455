// QUANTIZE from int8 to int8 as the artifact says it: the same real numbers on another grid.
#pragma once

#include <memory>

#include "codegen/ops/lookup/lookup.h"

namespace bitstill::codegen::ops {

struct Quantize final : Lookup {
  std::string_view name() const override { return "QUANTIZE"; }
  std::string_view short_name() const override { return "quantize"; }
};

std::unique_ptr<Operator> read_quantize(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
