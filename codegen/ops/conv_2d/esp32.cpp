#include "codegen/ops/conv_2d/esp32.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "codegen/emit/layer_emitter.h"
#include "codegen/esp32/channels.h"
#include "codegen/memory/overlap.h"

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
int64_t instructions(const Conv2D& layer, const Window& window, int64_t block_pixels) {
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

Esp32Blocks esp32_blocks(const Conv2D& layer, const Window& window) {
  const int64_t pixels = int64_t{window.output_height} * window.output_width;
  const int64_t room = layer.division ? std::min(layer.division->scratch_bytes, kMostScratchBytes) : kMostScratchBytes;
  Esp32Blocks best;
  int64_t least = INT64_MAX;
  // From one block down to blocks of one pixel, all of a layer equally large but the last.
  for (int64_t blocks = 1; blocks <= pixels; ++blocks) {
    const int64_t size = (pixels + blocks - 1) / blocks;
    if (size > 1 && scratch_bytes(layer, size) > room) continue;
    const int64_t needed = instructions(layer, window, size);
    if (least == INT64_MAX) least = needed;
    if (static_cast<double>(needed) > kWorthIt * static_cast<double>(least)) break;
    best = {static_cast<int32_t>(size), scratch_bytes(layer, size), needed};
  }
  return best;
}

std::optional<Esp32Prospect> Conv2D::esp32_prospect() const {
  Esp32Prospect prospect;
  const Esp32Blocks blocks = esp32_blocks(*this, window);
  prospect.portable_instructions = portable_instructions(*this);
  prospect.instructions = blocks.instructions;
  prospect.obstacle = esp32::obstacle(filters, input_zero_point);
  if (groups() > 1) prospect.obstacle = "its channels fall into groups";
  if (blocks.scratch_bytes > kMostScratchBytes) prospect.obstacle = "a single patch is beyond 8 KiB of working memory";
  return prospect;
}

Esp32ConvHalves::Esp32ConvHalves(const Conv2D& of)
    : layer(of),
      upper(rows_of(of.window, 0, (of.window.output_height + 1) / 2)),
      lower(rows_of(of.window, upper.window.output_height, of.window.output_height - upper.window.output_height)) {
  lay_over_input();
}

int64_t Esp32ConvHalves::lag_of(const Window& window) const {
  return window_in_place(window, window.output_channels, esp32_blocks(layer, window).pixels).lag_bytes;
}

// A lag suits all if each part stays behind what it reads itself, and if what the upper half writes ends before the
// first byte that the lower one reads. The lag says how many rows the seam has, and they, where the rest begins.
void Esp32ConvHalves::lay_over_input() {
  const Window& window = layer.window;
  const int32_t first = upper.window.output_height;
  const int64_t row_bytes = int64_t{window.output_width} * window.output_channels;
  const int64_t rows_read = int64_t{first - 1} * window.stride_height - window.pad_top +
                            int64_t{window.kernel_height - 1} * window.dilation_height + 1;
  const int64_t read_above =
      std::min<int64_t>(rows_read, window.input_height) * window.input_width * window.input_channels;
  WindowRows rest = lower;
  int64_t lag = lag_of(upper.window);
  for (int32_t behind = first;;) {
    lag = aligned(std::max(lag, rest.output_bytes - rest.input_bytes + lag_of(rest.window)));
    const auto free = std::max<int64_t>((read_above + lag + row_bytes - 1) / row_bytes, first);
    if (free >= window.output_height) return;
    if (free == behind) break;
    behind = static_cast<int32_t>(free);
    rest = rows_of(window, behind, window.output_height - behind);
  }
  const int32_t seam_rows = window.output_height - rest.window.output_height - first;
  if (seam_rows > 0 && !layer.division->over_input) return;
  if (seam_rows > 0) seam = rows_of(window, first, seam_rows);
  lower = rest;
  in_place = {lag, true};
}

int64_t Esp32ConvHalves::lower_scratch() const {
  const int64_t bytes = esp32_blocks(layer, lower.window).scratch_bytes;
  return seam ? std::max(bytes, esp32_blocks(layer, seam->window).scratch_bytes) : bytes;
}

int64_t Esp32ConvHalves::seam_bytes() const {
  if (!seam) return 0;
  return aligned(int64_t{seam->window.output_height} * seam->window.output_width * seam->window.output_channels);
}

int64_t Conv2D::divisible_instructions() const {
  return esp32_kernel && window.output_height > 1 ? esp32_blocks(*this, window).instructions : 0;
}

namespace {

void add_layer(const Conv2D& layer, const Window& window, const std::string& suffix, LayerEmitter& emitter) {
  std::vector<std::pair<std::string, int64_t>> fields = {
      {"input height", window.input_height},     {"width", window.input_width},
      {"output height", window.output_height},   {"width", window.output_width},
      {"input channels", window.input_channels}, {"output", window.output_channels},
      {"groups of taps", groups_of_taps(layer)}, {"block's pixels", esp32_blocks(layer, window).pixels}};
  std::ranges::copy(layer.last_fields(window), std::back_inserter(fields));
  emitter.add_struct("ops::Conv2DEsp32", fields, suffix);
}

void emit_halves(const Conv2D& layer, LayerEmitter& emitter) {
  const Esp32ConvHalves halves(layer);
  const std::string output = emitter.write(layer.outputs[0]);
  const int64_t seam_at = halves.upper_scratch() + halves.lower_scratch();
  const auto call = [&](const WindowRows& rows, const std::string& suffix, int64_t scratch, const std::string& to) {
    add_layer(layer, rows.window, suffix, emitter);
    return LayerCall{
        "ops::conv_2d_esp32",
        {emitter.constant(suffix), moved(emitter.read(layer.inputs[0]), rows.input_bytes), emitter.constant("Weights"),
         emitter.constant("Channels"), emitter.scratch("int16_t", scratch), to}};
  };
  const LayerCall here = call(halves.upper, "", 0, output);
  std::vector<LayerCall> there;
  if (halves.seam)
    there.push_back(call(*halves.seam, "Seam", halves.upper_scratch(), emitter.scratch("int8_t", seam_at)));
  there.push_back(call(halves.lower, "Lower", halves.upper_scratch(), moved(output, halves.lower.output_bytes)));
  const int32_t first = halves.upper.window.output_height;
  emitter.halves(here, there, fmt::format("rows {} to {}", first, layer.window.output_height - 1));
  if (halves.seam) {
    emitter.note(fmt::format("Its first {} rows waited beside their place, which this core was still reading.",
                             halves.seam->window.output_height));
    emitter.step("memcpy", {moved(output, halves.seam->output_bytes), emitter.scratch("int8_t", seam_at),
                            std::to_string(halves.lower.output_bytes - halves.seam->output_bytes)});
  }
  emitter.finish();
}

}  // namespace

void emit_for_esp32(const Conv2D& layer, LayerEmitter& emitter) {
  emitter.use_esp32_kernel("conv_2d");
  const int64_t row = 4 * int64_t{groups_of_taps(layer)};
  emitter.add_aligned_int8("Weights", esp32::delayed_rows(layer.filters), row,
                           "a row per output; of four taps the one before, then 2, 0, 1");
  esp32::add_channels(layer.filters, layer.input_zero_point + 128, 0, emitter);
  if (layer.division) return emit_halves(layer, emitter);
  add_layer(layer, layer.window, "", emitter);
  emitter.call("ops::conv_2d_esp32",
               {emitter.constant(""), emitter.read(layer.inputs[0]), emitter.constant("Weights"),
                emitter.constant("Channels"), emitter.scratch("int16_t"), emitter.write(layer.outputs[0])});
}

}  // namespace bitstill::codegen::ops
