#include "codegen/ops/depthwise_conv_2d/esp32.h"

#include <algorithm>

#include "codegen/emit/layer_emitter.h"
#include "codegen/esp32/channels.h"

namespace bitstill::codegen::ops {
namespace {

constexpr int64_t kMostStripBytes = 4096;
constexpr int64_t kLargestRowBytes = 8192;  // of a single row, where there is no choice

// The kernel with the weights of a channel in registers.
bool is_three_by_three(const Window& window) {
  return window.kernel_height == 3 && window.kernel_width == 3 && window.stride_height == window.stride_width &&
         window.stride_width <= 2;
}

// Runs of words under a window that begins with the lower (0) or upper (1) half of a word, and the words of each.
int32_t runs(const Window& window, int32_t half) { return (window.kernel_width + half + 1) / 2; }
int32_t run_words(const Window& window) { return (window.kernel_height + 1) / 2 * 2; }

// Of the image, as many as `outputs` rows of outputs need.
int32_t rows_under(const Window& window, int32_t outputs) {
  return (outputs - 1) * window.stride_height + window.kernel_height;
}

// The columns of words under all places of the window; those that differ in where they begin are the last two.
int32_t words_under(const Window& window) {
  const auto behind = [&](int32_t place) {
    const int32_t column = place * window.stride_width;
    return column / 2 + runs(window, column % 2);
  };
  return std::max(behind(window.output_width - 1), behind(std::max(window.output_width - 2, 0)));
}

// The kernels load a little more than they use: a column of words, or two words of a run and of the weights.
int64_t scratch_bytes(const Window& window, int32_t outputs) {
  const int64_t rows = rows_under(window, outputs);
  const int64_t words = words_under(window);
  if (is_three_by_three(window)) return 16 * rows * (words + 1);
  const int64_t weights = run_words(window) * (runs(window, 0) + runs(window, 1)) + 4;
  return 4 * (rows * words + 2 + weights);
}

// Counted in the kernels: see their assembly, and the loops around it.
int64_t instructions(const DepthwiseConv2D& layer, int64_t strip_outputs) {
  const Window& window = layer.window;
  const int64_t width = window.output_width;
  const int64_t height = window.output_height;
  const int64_t strips = (height + strip_outputs - 1) / strip_outputs;
  const int64_t values = int64_t{window.input_height} * window.input_width * window.input_channels;
  const int64_t kept = strips > 1 ? strips * words_under(window) * window.input_channels * 10 : 0;
  if (is_three_by_three(window)) {
    const int64_t row = window.stride_width == 1 ? 41 * (width / 2) + 24 * (width % 2) + 19 : 22 * width + 19;
    const int64_t widening = window.input_channels % 4 == 0 ? values * 10 / 3 : values * 8;
    return window.output_channels * (strips * 85 + height * row) + widening + kept;
  }
  const int64_t odd_runs = window.stride_width % 2 == 0 ? 0 : runs(window, 1);
  const int64_t run = 2 * run_words(window) + 6;
  const int64_t output = 46 + run * (odd_runs == 0 ? runs(window, 0) : (runs(window, 0) + odd_runs + 1) / 2);
  const int64_t widening = strips * (60 + 30 * run_words(window) * (runs(window, 0) + odd_runs));
  return window.output_channels * (height * width * output + widening) + values * 8 + kept;
}

int64_t portable_instructions(const DepthwiseConv2D& layer) {
  const Window& window = layer.window;
  const int64_t rows = int64_t{window.output_height} * window.output_channels;
  const int64_t values = int64_t{window.input_height} * window.input_width * window.input_channels;
  const bool unrolled = window.kernel_height == 3 && window.kernel_width == 3 && window.dilation_width == 1;
  const int64_t output = unrolled ? 66 : 8 * layer.filters.taps + 9 * window.kernel_height + 35;
  return rows * (window.output_width * output + 50) + 6 * values;
}

std::string obstacle(const DepthwiseConv2D& layer) {
  const Window& window = layer.window;
  if (window.dilation_height != 1 || window.dilation_width != 1) return "its kernel is dilated";
  if (scratch_bytes(window, 1) > kLargestRowBytes) return "a row of it needs more than 8 KiB of working memory";
  return esp32::obstacle(layer.filters, layer.input_zero_point);
}

}  // namespace

Esp32Strips esp32_strips(const DepthwiseConv2D& layer) {
  const int32_t height = layer.window.output_height;
  int32_t most = 1;
  while (most < height && scratch_bytes(layer.window, most + 1) <= kMostStripBytes) ++most;
  const int32_t strips = (height + most - 1) / most;
  Esp32Strips result;
  result.outputs = (height + strips - 1) / strips;
  result.rows = rows_under(layer.window, result.outputs);
  result.words = words_under(layer.window);
  result.scratch_bytes = scratch_bytes(layer.window, result.outputs);
  result.instructions = instructions(layer, result.outputs);
  return result;
}

std::optional<Esp32Prospect> DepthwiseConv2D::esp32_prospect() const {
  return Esp32Prospect{portable_instructions(*this), esp32_strips(*this).instructions, obstacle(*this)};
}

void emit_for_esp32(const DepthwiseConv2D& layer, LayerEmitter& emitter) {
  const Window& window = layer.window;
  const Esp32Strips strips = esp32_strips(layer);
  const bool three = is_three_by_three(window);
  emitter.use_esp32_kernel("depthwise_conv_2d", three ? "" : "_any");
  emitter.add_struct("ops::DepthwiseConv2DEsp32", {{"input height", window.input_height},
                                                   {"width", window.input_width},
                                                   {"output height", window.output_height},
                                                   {"width", window.output_width},
                                                   {"input channels", window.input_channels},
                                                   {"output", window.output_channels},
                                                   {"computed", window.input_channels},
                                                   {"depth multiplier", layer.depth_multiplier},
                                                   {"group's channels", three ? 4 : 1},
                                                   {"strip's outputs", strips.outputs},
                                                   {"rows", strips.rows},
                                                   {"words", strips.words},
                                                   {"kernel height", window.kernel_height},
                                                   {"width", window.kernel_width},
                                                   {"stride height", window.stride_height},
                                                   {"width", window.stride_width},
                                                   {"padding above", window.pad_top},
                                                   {"left", window.pad_left},
                                                   {"input zero point", layer.input_zero_point},
                                                   {"output zero point", layer.output_zero_point},
                                                   {"minimum", layer.clamp.low},
                                                   {"maximum", layer.clamp.high}});
  emitter.add_int8("Weights", layer.filters.weights, layer.filters.taps, "one row per output channel");
  esp32::add_channels(layer.filters, layer.input_zero_point, 0, emitter);
  emitter.call(three ? "ops::depthwise_conv_2d_3x3_esp32" : "ops::depthwise_conv_2d_any_esp32",
               {emitter.constant(""), emitter.read(layer.inputs[0]), emitter.constant("Weights"),
                emitter.constant("Channels"), emitter.scratch("int16_t"), emitter.write(layer.outputs[0])});
}

}  // namespace bitstill::codegen::ops
