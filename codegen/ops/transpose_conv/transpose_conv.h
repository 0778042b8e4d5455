// TRANSPOSE_CONV as the artifact says it: the way back of a convolution. Each input pixel, times the kernel, is added
// to the output where the kernel lands.
#pragma once

#include <memory>

#include "codegen/ops/activation.h"
#include "codegen/ops/filters.h"
#include "codegen/ops/window.h"

namespace bitstill::codegen::ops {

struct TransposeConv final : Operator {
  std::string_view name() const override { return "TRANSPOSE_CONV"; }
  std::string_view short_name() const override { return "transpose_conv"; }
  std::string parameters() const override;
  int64_t macs() const override;
  int64_t parameter_bytes() const override { return filters.bytes(); }
  int64_t scratch_bytes() const override;  // a patch of int16
  std::optional<InPlace> in_place(size_t) const override { return InPlace{lag_bytes}; }
  ClampRange* output_clamp() override { return &clamp; }
  void run(const Graph& graph, TensorValues& values) const override;
  void emit(LayerEmitter& emitter) const override;

  // Of the convolution there: it moves over this operator's output, and its places are this one's input pixels. So the
  // window's input is our output.
  Window there;
  Filters filters;  // [output channels][kernel height][kernel width][input channels]
  int32_t input_zero_point = 0;
  int32_t output_zero_point = 0;
  ClampRange clamp;
  int64_t lag_bytes = 0;
};

std::unique_ptr<Operator> read_transpose_conv(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
