// CONV_2D as the artifact says it: every output channel of a pixel is a dot product of the window's patch with a row of
// weights, [kernel height][kernel width][input channels]. Where the weights have fewer channels than the input, both
// input and output channels fall into groups, and each group of outputs sees its own group of inputs.
#pragma once

#include <memory>

#include "codegen/ops/convolution.h"

namespace bitstill::codegen::ops {

struct Conv2D final : Convolution {
  std::string_view name() const override { return "CONV_2D"; }
  std::string_view short_name() const override { return "conv"; }
  std::string parameters() const override;
  int64_t macs() const override;
  int64_t scratch_bytes() const override;
  int64_t kept_bytes() const override;
  std::optional<InPlace> in_place(size_t input) const override;
  void run(const Graph& graph, TensorValues& values) const override;
  void emit(LayerEmitter& emitter) const override;
  std::optional<Esp32Prospect> esp32_prospect() const override;
  int64_t divisible_instructions() const override;
  std::vector<Coding> codings() const override;
  int64_t predicted_instructions() const override;

  // The portable kernels' struct, and the raw one's order of weights: of every two rows of a group tap 0 of both, tap 1
  // of both, ...; an odd last row stays as it is.
  void add_shape(LayerEmitter& emitter) const;
  std::vector<int8_t> interleaved_pairs() const;

  int32_t groups() const { return window.input_channels / group_channels; }

  static constexpr int32_t kPixelsAtOnce = 4;  // in the kernel

  int32_t group_channels = 1;  // input channels that one output sees
};

// Of a layer whose weights are coded.
int64_t coded_scratch_bytes(const Conv2D& layer);
void emit_coded(const Conv2D& layer, LayerEmitter& emitter);

std::unique_ptr<Operator> read_conv_2d(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
