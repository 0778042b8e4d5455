// RELU, RELU6 and RELU_N1_TO_1 as operators of their own: a clamp, for RELU and RELU_N1_TO_1 on the output's grid.
#pragma once

#include <memory>

#include "codegen/ops/lookup/lookup.h"

namespace bitstill::codegen::ops {

struct Relu final : Lookup {
  explicit Relu(std::string_view spelled) : name_(spelled) {}
  std::string_view name() const override { return name_; }
  std::string_view short_name() const override { return "relu"; }

 private:
  std::string_view name_;
};

std::unique_ptr<Operator> read_relu(const tflite::OperatorView& view);
std::unique_ptr<Operator> read_relu6(const tflite::OperatorView& view);
std::unique_ptr<Operator> read_relu_n1_to_1(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
