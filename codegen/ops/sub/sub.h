// SUB as the artifact says it: ADD with the second operand's sign turned.
#pragma once

#include "codegen/ops/add/add.h"

namespace bitstill::codegen::ops {

struct Sub final : Add {
  std::string_view name() const override { return "SUB"; }
  std::string_view short_name() const override { return "sub"; }
};

std::unique_ptr<Operator> read_sub(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
