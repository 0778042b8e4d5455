#include "codegen/ops/conv_2d/esp32.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "codegen/emit/layer_emitter.h"
#include "codegen/esp32/channels.h"

namespace bitstill::codegen::ops {
namespace {

constexpr int64_t kMostScratchBytes = 8192;
constexpr double kWorthIt = 1.03;  // so much slower may a smaller block be

int32_t groups_of_taps(const Conv2D& layer) { return (layer.filters.taps + 3) / 4; }

int64_t scratch_bytes(const Conv2D& layer, int64_t pixels) {
  const int64_t taps = 4 * int64_t{groups_of_taps(layer)};
  return 2 * (pixels * taps + taps + 8);
}

// Counted in the kernel: see kernel_esp32.S and the loops around it.
int64_t instructions(const Conv2D& layer, int64_t block_pixels) {
  const Window& window = layer.window;
  const int64_t pixels = int64_t{window.output_height} * window.output_width;
  const int64_t blocks = (pixels + block_pixels - 1) / block_pixels;
  const int64_t taps = 4 * int64_t{groups_of_taps(layer)};
  const bool pixel_is_patch = window.kernel_height * window.kernel_width == 1 && window.stride_height == 1 &&
                              window.stride_width == 1 && window.input_channels % 4 == 0;
  const bool words = window.input_channels % 4 == 0;
  const int64_t gathering = pixel_is_patch ? 2 * taps
                            : words        ? 2 * taps + 30 * window.kernel_height + 30
                                           : 6 * taps + 30 * window.kernel_height + 40;
  return pixels * gathering + pixels * window.output_channels * (taps + 14) +
         blocks * window.output_channels * (2 * taps + 60);
}

int64_t portable_instructions(const Conv2D& layer) {
  const int64_t outputs =
      int64_t{layer.window.output_height} * layer.window.output_width * layer.window.output_channels;
  return outputs * (4 * int64_t{layer.filters.taps} + 45);
}

}  // namespace

Esp32Blocks esp32_blocks(const Conv2D& layer) {
  const int64_t pixels = int64_t{layer.window.output_height} * layer.window.output_width;
  Esp32Blocks best;
  int64_t least = INT64_MAX;
  // From one block down to blocks of one pixel, all of a layer equally large but the last.
  for (int64_t blocks = 1; blocks <= pixels; ++blocks) {
    const int64_t size = (pixels + blocks - 1) / blocks;
    if (size > 1 && scratch_bytes(layer, size) > kMostScratchBytes) continue;
    const int64_t needed = instructions(layer, size);
    if (least == INT64_MAX) least = needed;
    if (static_cast<double>(needed) > kWorthIt * static_cast<double>(least)) break;
    best = {static_cast<int32_t>(size), scratch_bytes(layer, size), needed};
  }
  return best;
}

std::optional<Esp32Prospect> Conv2D::esp32_prospect() const {
  Esp32Prospect prospect;
  const Esp32Blocks blocks = esp32_blocks(*this);
  prospect.portable_instructions = portable_instructions(*this);
  prospect.instructions = blocks.instructions;
  prospect.obstacle = esp32::obstacle(filters, input_zero_point);
  if (groups() > 1) prospect.obstacle = "its channels fall into groups";
  if (blocks.scratch_bytes > kMostScratchBytes) prospect.obstacle = "a single patch is beyond 8 KiB of working memory";
  return prospect;
}

Esp32ConvHalves::Esp32ConvHalves(const Conv2D& layer) : upper(layer), lower(layer) {
  const int32_t rows = layer.window.output_height;
  const int32_t rows_above = (rows + 1) / 2;
  upper.window = rows_of(layer.window, 0, rows_above).window;
  const WindowRows below = rows_of(layer.window, rows_above, rows - rows_above);
  lower.window = below.window;
  lower_input = below.input_bytes;
  lower_output = below.output_bytes;
  lower_scratch = esp32_blocks(upper).scratch_bytes;
}

int64_t Conv2D::divisible_instructions() const {
  return esp32_kernel && window.output_height > 1 ? esp32_blocks(*this).instructions : 0;
}

namespace {

void add_layer(const Conv2D& layer, const std::string& suffix, LayerEmitter& emitter) {
  const Window& window = layer.window;
  std::vector<std::pair<std::string, int64_t>> fields = {
      {"input height", window.input_height},     {"width", window.input_width},
      {"output height", window.output_height},   {"width", window.output_width},
      {"input channels", window.input_channels}, {"output", window.output_channels},
      {"groups of taps", groups_of_taps(layer)}, {"block's pixels", esp32_blocks(layer).pixels}};
  std::ranges::copy(layer.last_fields(), std::back_inserter(fields));
  emitter.add_struct("ops::Conv2DEsp32", fields, suffix);
}

}  // namespace

void emit_for_esp32(const Conv2D& layer, LayerEmitter& emitter) {
  emitter.use_esp32_kernel("conv_2d");
  std::optional<Esp32ConvHalves> halves;
  if (layer.divided) halves.emplace(layer);
  add_layer(halves ? halves->upper : layer, "", emitter);
  if (halves) add_layer(halves->lower, "Lower", emitter);
  const int64_t row = 4 * int64_t{groups_of_taps(layer)};
  emitter.add_aligned_int8("Weights", esp32::delayed_rows(layer.filters), row,
                           "a row per output; of four taps the one before, then 2, 0, 1");
  esp32::add_channels(layer.filters, layer.input_zero_point + 128, 0, emitter);
  const std::string input = emitter.read(layer.inputs[0]);
  const std::string output = emitter.write(layer.outputs[0]);
  const std::string weights = emitter.constant("Weights");
  const std::string channels = emitter.constant("Channels");
  const std::vector<std::string> here = {emitter.constant(""),       input, weights, channels,
                                         emitter.scratch("int16_t"), output};
  if (!halves) return emitter.call("ops::conv_2d_esp32", here);
  emitter.call_halves("ops::conv_2d_esp32", here,
                      {emitter.constant("Lower"), moved(input, halves->lower_input), weights, channels,
                       emitter.scratch("int16_t", halves->lower_scratch), moved(output, halves->lower_output)},
                      fmt::format("rows {} to {}", halves->upper.window.output_height, layer.window.output_height - 1));
}

}  // namespace bitstill::codegen::ops
