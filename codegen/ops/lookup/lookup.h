// A function of one int8 value, tabulated: what LOGISTIC, TANH and their like become, here and on the device.
#pragma once

#include <array>
#include <functional>
#include <optional>

#include "codegen/arithmetic/rounding.h"
#include "codegen/graph/clamp_range.h"
#include "codegen/graph/values.h"
#include "codegen/tflite/operator_view.h"

namespace bitstill::codegen::ops {

using LookupTable = std::array<int8_t, 256>;  // output of each input, at input + 128

// function(q), clamped to int8, for q in [-128, 127].
LookupTable tabulate(const std::function<int32_t(int32_t)>& function);

// The limits of a function that leaves every value between them as it is; nothing where the table does more than clamp.
std::optional<ClampRange> as_clamp(const LookupTable& table);

struct Lookup : Operator {
  std::string parameters() const override;
  bool identity() const override;
  std::optional<InPlace> in_place(size_t) const override { return InPlace{}; }
  void run(const Graph& graph, TensorValues& values) const override;
  void emit(LayerEmitter& emitter) const override;

  int64_t count = 0;
  LookupTable table{};
};

// Reads the tensors of a one-to-one operator into `layer`; its table is the caller's business.
void read_lookup(const tflite::OperatorView& view, Lookup& layer);

// The scale of a factor that is applied to the difference of two int8 values; the view refuses one that is too large.
arithmetic::Scale rescaling(const tflite::OperatorView& view, double factor);

// The scale and saturation radius of an input that a function takes in Q4.27 (TFLite: 4 integer bits).
struct FixedPointInput {
  arithmetic::Scale scale;
  int32_t radius;  // |q - zero_point| from which the function saturates
};
// Throws Error for an input scale of 16 or more.
FixedPointInput fixed_point_input(float scale);

}  // namespace bitstill::codegen::ops
