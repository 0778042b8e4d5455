// ADD as the artifact says it: the sum of two operands on the output's grid, with broadcasting and a fused clamp.
//
// TFLite takes both operands to a common grid: 2^20 steps to each step of twice the coarser scale. There the coarser
// operand's factor is exactly one half, so that only the finer one is really rescaled.
#pragma once

#include <array>
#include <memory>

#include "codegen/arithmetic/rounding.h"
#include "codegen/ops/activation.h"
#include "codegen/ops/broadcast/broadcast.h"

namespace bitstill::codegen::ops {

struct Add : Broadcast {
  std::string_view name() const override { return "ADD"; }
  std::string_view short_name() const override { return "add"; }
  std::string parameters() const override;
  ClampRange* output_clamp() override { return &clamp; }
  void run(const Graph& graph, TensorValues& values) const override;
  void emit(LayerEmitter& emitter) const override;
  int64_t scratch_bytes() const override;
  std::optional<Esp32Prospect> esp32_prospect() const override;
  int64_t divisible_instructions() const override;

  static constexpr int64_t kEsp32TableBytes = 1024;  // of the ESP32's kernel: the finer operand's terms

  struct Operand {
    int32_t sign = 1;
    int32_t zero_point = 0;
    arithmetic::Scale scale{};  // to the common grid, applied to (q - zero point) * 2^20
  };
  std::array<Operand, 2> operands;
  int32_t output_zero_point = 0;
  arithmetic::Scale output_scale{};  // from the common grid, below one
  ClampRange clamp;
};

// The real factors to and from the common grid; ADD and SUB round them differently.
struct CommonGrid {
  std::array<double, 2> operands;
  double output;
};

// Reads what ADD and SUB share; `signs` of a and b.
void read_sum(const tflite::OperatorView& view, tflite::schema::ActivationFunctionType activation,
              const CommonGrid& grid, std::array<int32_t, 2> signs, Add& layer);

std::unique_ptr<Operator> read_add(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
