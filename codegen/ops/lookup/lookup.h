// A function of one int8 value, tabulated: what LOGISTIC, TANH and their like become, here and on the device.
#pragma once

#include <array>
#include <functional>

#include "codegen/arithmetic/rounding.h"
#include "codegen/graph/values.h"
#include "codegen/tflite/operator_view.h"

namespace bitstill::codegen::ops {

struct Lookup : Operator {
  void run(const Graph& graph, TensorValues& values) const override;
  void emit(LayerEmitter& emitter) const override;

  int64_t count = 0;
  std::array<int8_t, 256> table{};  // table[q + 128]
};

// Reads the tensors of a one-to-one operator into `layer` and fills its table from `function`.
void read_lookup(const tflite::OperatorView& view, Lookup& layer, const std::function<int32_t(int32_t)>& function);

// The scale and saturation radius of an input that a function takes in Q4.27 (TFLite: 4 integer bits).
struct FixedPointInput {
  arithmetic::Scale scale;
  int32_t zero_point;
  int32_t radius;  // |q - zero_point| from which the function saturates
};
FixedPointInput fixed_point_input(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
