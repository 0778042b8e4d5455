// What the generator decides and writes for the ESP32's fully connected layer.
#include <fmt/format.h>

#include "codegen/emit/layer_emitter.h"
#include "codegen/esp32/channels.h"
#include "codegen/ops/fully_connected/fully_connected.h"

namespace bitstill::codegen::ops {
namespace {

int64_t filled_up(int32_t taps) { return (int64_t{taps} + 7) / 8 * 8; }

// A half for each two weights: 256 * that of the first row + that of the second + 128. A missing second row is zeros.
std::vector<int16_t> paired_rows(const Filters& filters) {
  std::vector<int16_t> halves;
  const auto taps = static_cast<size_t>(filters.taps);
  for (int32_t row = 0; row < filters.outputs; row += 2) {
    const int8_t* first = filters.weights.data() + static_cast<size_t>(row) * taps;
    const int8_t* second = row + 1 < filters.outputs ? first + taps : nullptr;
    for (size_t i = 0; i < taps; ++i)
      halves.push_back(static_cast<int16_t>(256 * first[i] + (second == nullptr ? 0 : second[i] + 128)));
    halves.resize(halves.size() + static_cast<size_t>(filled_up(filters.taps)) - taps, 0);
  }
  halves.resize(halves.size() + 4, 0);  // loaded, but not used
  return halves;
}

int64_t half_scratch_bytes(const FullyConnected& layer) { return 2 * (filled_up(layer.filters.taps) + 4); }

// Of one input vector's outputs the first half, whole pairs of them.
int32_t first_outputs(const FullyConnected& layer) { return (layer.filters.outputs / 2 + 1) / 2 * 2; }

}  // namespace

int64_t FullyConnected::scratch_bytes() const {
  return esp32_kernel ? (division ? 2 : 1) * half_scratch_bytes(*this) : 0;
}

// Counted in both kernels.
std::optional<Esp32Prospect> FullyConnected::esp32_prospect() const {
  Esp32Prospect prospect;
  const int64_t pairs = (filters.outputs + 1) / 2;
  const int64_t taps = filled_up(filters.taps);
  prospect.portable_instructions = rows * (filters.outputs * (int64_t{filters.taps} * 9 / 2 + 60) + 5 * filters.taps);
  prospect.instructions = rows * (pairs * (taps + taps * 17 / 8 + 60) + 4 * filters.taps + 70);
  prospect.obstacle = esp32::obstacle(filters, input_zero_point);
  return prospect;
}

int64_t FullyConnected::divisible_instructions() const {
  const bool two_halves = rows == 1 && filters.outputs > first_outputs(*this);
  return esp32_kernel && two_halves ? esp32_prospect()->instructions : 0;
}

namespace {

void add_layer(const FullyConnected& layer, int32_t outputs, const std::string& suffix, LayerEmitter& emitter) {
  emitter.add_struct("ops::FullyConnectedEsp32",
                     {{"rows", layer.rows},
                      {"inputs", layer.filters.taps},
                      {"outputs", outputs},
                      {"output zero point", layer.output_zero_point},
                      {"minimum", layer.clamp.low},
                      {"maximum", layer.clamp.high}},
                     suffix);
}

// The layer from output `first` on.
std::vector<std::string> arguments(const FullyConnected& layer, int32_t first, const std::string& suffix,
                                   LayerEmitter& emitter) {
  return {emitter.constant(suffix),
          emitter.read(layer.inputs[0]),
          moved(emitter.constant("Weights"), first / 2 * filled_up(layer.filters.taps)),
          moved(emitter.constant("Channels"), first),
          emitter.scratch("int16_t", first == 0 ? 0 : half_scratch_bytes(layer)),
          moved(emitter.write(layer.outputs[0]), first)};
}

}  // namespace

void emit_for_esp32(const FullyConnected& layer, LayerEmitter& emitter) {
  const int32_t outputs = layer.filters.outputs;
  const int32_t here = layer.division ? first_outputs(layer) : outputs;
  const std::string suffix = 2 * here == outputs ? "" : "Second";
  emitter.use_esp32_kernel("fully_connected");
  add_layer(layer, here, "", emitter);
  if (layer.division && suffix != "") add_layer(layer, outputs - here, suffix, emitter);
  emitter.add_aligned_int16("Weights", paired_rows(layer.filters), filled_up(layer.filters.taps),
                            "a row per two outputs: 256 * weight + (weight + 128)");
  esp32::add_channels(layer.filters, layer.input_zero_point, outputs % 2, emitter);
  if (!layer.division) return emitter.call("ops::fully_connected_esp32", arguments(layer, 0, "", emitter));
  emitter.call_halves({"ops::fully_connected_esp32", arguments(layer, 0, "", emitter)},
                      {"ops::fully_connected_esp32", arguments(layer, here, suffix, emitter)},
                      fmt::format("outputs {} to {}", here, outputs - 1));
}

}  // namespace bitstill::codegen::ops
