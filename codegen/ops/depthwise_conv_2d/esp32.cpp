#include "codegen/ops/depthwise_conv_2d/esp32.h"

#include <algorithm>

#include "codegen/emit/layer_emitter.h"
#include "codegen/esp32/channels.h"

namespace bitstill::codegen::ops {
namespace {

constexpr int64_t kMostScratchBytes = 4096;
constexpr int64_t kLargestScratchBytes = 8192;  // of a single row, where there is no choice
constexpr int64_t kWordRowBytes = 16;           // four channels

// Of one input channel's rows, as many as `outputs` rows of outputs need.
int32_t rows_under(const DepthwiseConv2D& layer, int32_t outputs) {
  return (outputs - 1) * layer.window.stride_height + layer.window.kernel_height;
}

// The columns of all places of the window. An odd place at stride 1 begins in the middle of a word.
int32_t words_under(const DepthwiseConv2D& layer) {
  const int32_t width = layer.window.output_width;
  return layer.window.stride_width == 1 ? (width + 3) / 2 : width + 1;
}

// The kernel loads one word more than it uses.
int64_t scratch_bytes(const DepthwiseConv2D& layer, int32_t outputs) {
  return kWordRowBytes * rows_under(layer, outputs) * (words_under(layer) + 1);
}

// Counted in the kernel: see kernel_esp32.S and the loops around it.
int64_t instructions(const DepthwiseConv2D& layer, int64_t strip_outputs) {
  const Window& window = layer.window;
  const int64_t width = window.output_width;
  const int64_t height = window.output_height;
  const int64_t strips = (height + strip_outputs - 1) / strip_outputs;
  const int64_t row = window.stride_width == 1 ? 41 * (width / 2) + 24 * (width % 2) + 19 : 22 * width + 19;
  const int64_t channel = strips * 95 + height * row;
  const int64_t values = int64_t{window.input_height} * window.input_width * window.input_channels;
  const int64_t kept = strips > 1 ? strips * words_under(layer) * 30 * ((window.input_channels + 3) / 4) : 0;
  return window.output_channels * channel + values * (window.input_channels % 4 == 0 ? 10 : 24) / 3 + kept;
}

int64_t portable_instructions(const DepthwiseConv2D& layer) {
  const Window& window = layer.window;
  const int64_t rows = int64_t{window.output_height} * window.output_channels;
  const int64_t values = int64_t{window.input_height} * window.input_width * window.input_channels;
  return rows * (window.output_width * (7 * layer.filters.taps + 3) + 50) + 5 * values;
}

std::string obstacle(const DepthwiseConv2D& layer) {
  const Window& window = layer.window;
  if (window.kernel_height != 3 || window.kernel_width != 3 || window.dilation_height != 1 ||
      window.dilation_width != 1) {
    return "its kernel is not 3x3";
  }
  if (window.stride_height != window.stride_width || window.stride_width > 2) return "its stride is neither 1 nor 2";
  if (scratch_bytes(layer, 1) > kLargestScratchBytes) return "a row of it needs more than 8 KiB of working memory";
  return esp32::obstacle(layer.filters, layer.input_zero_point);
}

}  // namespace

Esp32Strips esp32_strips(const DepthwiseConv2D& layer) {
  const int32_t height = layer.window.output_height;
  int32_t most = 1;
  while (most < height && scratch_bytes(layer, most + 1) <= kMostScratchBytes) ++most;
  const int32_t strips = (height + most - 1) / most;
  Esp32Strips result;
  result.outputs = (height + strips - 1) / strips;
  result.rows = rows_under(layer, result.outputs);
  result.words = words_under(layer);
  result.scratch_bytes = scratch_bytes(layer, result.outputs);
  result.instructions = instructions(layer, result.outputs);
  return result;
}

std::optional<Esp32Prospect> DepthwiseConv2D::esp32_prospect() const {
  return Esp32Prospect{portable_instructions(*this), esp32_strips(*this).instructions, obstacle(*this)};
}

void emit_for_esp32(const DepthwiseConv2D& layer, LayerEmitter& emitter) {
  const Window& window = layer.window;
  const Esp32Strips strips = esp32_strips(layer);
  emitter.use_esp32_kernel("depthwise_conv_2d");
  emitter.add_struct("ops::DepthwiseConv2DEsp32", {{"input height", window.input_height},
                                                   {"width", window.input_width},
                                                   {"output height", window.output_height},
                                                   {"width", window.output_width},
                                                   {"input channels", window.input_channels},
                                                   {"output", window.output_channels},
                                                   {"computed", window.input_channels},
                                                   {"depth multiplier", layer.depth_multiplier},
                                                   {"strip's outputs", strips.outputs},
                                                   {"rows", strips.rows},
                                                   {"words", strips.words},
                                                   {"stride", window.stride_width},
                                                   {"padding above", window.pad_top},
                                                   {"left", window.pad_left},
                                                   {"input zero point", layer.input_zero_point},
                                                   {"output zero point", layer.output_zero_point},
                                                   {"minimum", layer.clamp.low},
                                                   {"maximum", layer.clamp.high}});
  emitter.add_int8("Weights", layer.filters.weights, layer.filters.taps, "one row per output channel");
  esp32::add_channels(layer.filters, layer.input_zero_point, emitter);
  emitter.call("ops::depthwise_conv_2d_esp32",
               {emitter.constant(""), emitter.read(layer.inputs[0]), emitter.constant("Weights"),
                emitter.constant("Channels"), emitter.scratch("int16_t"), emitter.write(layer.outputs[0])});
}

}  // namespace bitstill::codegen::ops
