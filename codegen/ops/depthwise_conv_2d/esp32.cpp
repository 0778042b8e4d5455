#include "codegen/ops/depthwise_conv_2d/esp32.h"

#include <fmt/format.h>

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
  const int64_t room = layer.division ? std::min(layer.division->scratch_bytes, kMostStripBytes) : kMostStripBytes;
  int32_t most = 1;
  while (most < height && scratch_bytes(layer.window, most + 1) <= room) ++most;
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

// Whole groups of four channels.
Esp32DepthwiseHalf esp32_first_half(const DepthwiseConv2D& layer) {
  const int32_t channels = layer.window.input_channels;
  if (channels == 1) return {0, 1, 0, (layer.depth_multiplier + 1) / 2};
  return {0, std::min((channels / 2 + 3) / 4 * 4, channels), 0, layer.depth_multiplier};
}

Esp32DepthwiseHalf esp32_second_half(const DepthwiseConv2D& layer) {
  const int32_t channels = layer.window.input_channels;
  const Esp32DepthwiseHalf first = esp32_first_half(layer);
  if (channels == 1) return {0, 1, first.outputs, layer.depth_multiplier - first.outputs};
  return {first.channels, channels - first.channels, 0, layer.depth_multiplier};
}

int64_t DepthwiseConv2D::divisible_instructions() const {
  const Esp32DepthwiseHalf second = esp32_second_half(*this);
  return esp32_kernel && second.channels > 0 && second.outputs > 0 ? esp32_strips(*this).instructions : 0;
}

namespace {

void add_layer(const DepthwiseConv2D& layer, const Esp32DepthwiseHalf& part, const std::string& suffix,
               LayerEmitter& emitter) {
  const Window& window = layer.window;
  const Esp32Strips strips = esp32_strips(layer);
  emitter.add_struct("ops::DepthwiseConv2DEsp32",
                     {{"input height", window.input_height},
                      {"width", window.input_width},
                      {"output height", window.output_height},
                      {"width", window.output_width},
                      {"input channels", window.input_channels},
                      {"output", window.output_channels},
                      {"computed", part.channels},
                      {"outputs of each", part.outputs},
                      {"group's channels", is_three_by_three(window) ? 4 : 1},
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
                      {"maximum", layer.clamp.high}},
                     suffix);
}

std::vector<std::string> arguments(const DepthwiseConv2D& layer, const Esp32DepthwiseHalf& part,
                                   const std::string& suffix, int64_t scratch_offset, LayerEmitter& emitter) {
  const int64_t first = int64_t{part.first_channel} * layer.depth_multiplier + part.first_output;
  return {emitter.constant(suffix),
          moved(emitter.read(layer.inputs[0]), part.first_channel),
          moved(emitter.constant("Weights"), first * layer.filters.taps),
          moved(emitter.constant("Channels"), first),
          emitter.scratch("int16_t", scratch_offset),
          moved(emitter.write(layer.outputs[0]), first)};
}

std::string description(const Esp32DepthwiseHalf& half) {
  if (half.first_output > 0)
    return fmt::format("outputs {} to {}", half.first_output, half.first_output + half.outputs - 1);
  return fmt::format("channels {} to {}", half.first_channel, half.first_channel + half.channels - 1);
}

}  // namespace

void emit_for_esp32(const DepthwiseConv2D& layer, LayerEmitter& emitter) {
  const bool three = is_three_by_three(layer.window);
  const std::string function = three ? "ops::depthwise_conv_2d_3x3_esp32" : "ops::depthwise_conv_2d_any_esp32";
  const Esp32DepthwiseHalf whole{0, layer.window.input_channels, 0, layer.depth_multiplier};
  const Esp32DepthwiseHalf first = layer.division ? esp32_first_half(layer) : whole;
  const Esp32DepthwiseHalf second = esp32_second_half(layer);
  const bool alike = first.channels == second.channels && first.outputs == second.outputs;
  const std::string suffix = alike ? "" : "Second";
  emitter.use_esp32_kernel("depthwise_conv_2d", three ? "" : "_any");
  add_layer(layer, first, "", emitter);
  if (layer.division && !alike) add_layer(layer, second, suffix, emitter);
  emitter.add_int8("Weights", layer.filters.weights, layer.filters.taps, "one row per output channel");
  esp32::add_channels(layer.filters, layer.input_zero_point, 0, emitter);
  const auto here = arguments(layer, first, "", 0, emitter);
  if (!layer.division) return emitter.call(function, here);
  emitter.call_halves({function, here},
                      {function, arguments(layer, second, suffix, esp32_strips(layer).scratch_bytes, emitter)},
                      description(second));
}

}  // namespace bitstill::codegen::ops
