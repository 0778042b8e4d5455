// DEPTHWISE_CONV_2D as the artifact says it: each input channel has filters of its own, depth_multiplier of them;
// output channel c comes from input channel c / depth_multiplier.
#pragma once

#include <memory>

#include "codegen/ops/convolution.h"

namespace bitstill::codegen::ops {

struct DepthwiseConv2D final : Convolution {
  std::string_view name() const override { return "DEPTHWISE_CONV_2D"; }
  std::string_view short_name() const override { return "depthwise"; }
  std::string parameters() const override;
  int64_t macs() const override { return window.inside_taps() * window.output_channels; }
  int64_t scratch_bytes() const override;
  int64_t kept_bytes() const override;
  std::optional<InPlace> in_place(size_t input) const override;
  void run(const Graph& graph, TensorValues& values) const override;
  void emit(LayerEmitter& emitter) const override;
  std::optional<Esp32Prospect> esp32_prospect() const override;
  int64_t divisible_instructions() const override;
  std::vector<Coding> codings() const override;
  int64_t predicted_instructions() const override;

  // The portable kernel holds the rows under the window of one channel, padding included, in a ring.
  int32_t ring_rows() const { return (window.kernel_height - 1) * window.dilation_height + 1; }
  int32_t row_length() const;
  int64_t ring_bytes() const { return int64_t{2} * ring_rows() * row_length(); }
  int64_t unpacked_bytes(bool at_start) const;  // of coded weights
  int64_t last_row_held(int32_t y) const;       // of the input, when row y of the output is computed

  int32_t depth_multiplier = 1;

 private:
  std::optional<InPlace> in_place_by_channel() const;
  InPlace in_place_by_row() const;
};

// Adds weights that are coded and the step that brings them into working memory; returns where the kernel finds them.
std::string unpack_weights(const DepthwiseConv2D& layer, LayerEmitter& emitter);

std::unique_ptr<Operator> read_depthwise_conv_2d(const tflite::OperatorView& view);

}  // namespace bitstill::codegen::ops
