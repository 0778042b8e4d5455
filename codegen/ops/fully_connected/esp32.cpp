// What the generator decides and writes for the ESP32's fully connected layer.
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

}  // namespace

int64_t FullyConnected::scratch_bytes() const { return esp32_kernel ? 2 * (filled_up(filters.taps) + 4) : 0; }

// Counted in both kernels.
std::optional<Esp32Prospect> FullyConnected::esp32_prospect() const {
  Esp32Prospect prospect;
  const int64_t pairs = (filters.outputs + 1) / 2;
  const int64_t taps = filled_up(filters.taps);
  prospect.portable_instructions = rows * (filters.outputs * (int64_t{filters.taps} * 9 / 2 + 60) + 5 * filters.taps);
  prospect.instructions = rows * (pairs * (taps + taps * 17 / 8 + 76) + 6 * filters.taps + 60);
  prospect.obstacle = esp32::obstacle(filters, input_zero_point);
  return prospect;
}

void emit_for_esp32(const FullyConnected& layer, LayerEmitter& emitter) {
  emitter.use_esp32_kernel("fully_connected");
  emitter.add_struct("ops::FullyConnectedEsp32", {{"rows", layer.rows},
                                                  {"inputs", layer.filters.taps},
                                                  {"outputs", layer.filters.outputs},
                                                  {"output zero point", layer.output_zero_point},
                                                  {"minimum", layer.clamp.low},
                                                  {"maximum", layer.clamp.high}});
  emitter.add_aligned_int16("Weights", paired_rows(layer.filters), filled_up(layer.filters.taps),
                            "256 * weight of one output + weight of the next + 128, one row for each two outputs");
  esp32::add_channels(layer.filters, layer.input_zero_point, layer.filters.outputs % 2, emitter);
  emitter.call("ops::fully_connected_esp32",
               {emitter.constant(""), emitter.read(layer.inputs[0]), emitter.constant("Weights"),
                emitter.constant("Channels"), emitter.scratch("int16_t"), emitter.write(layer.outputs[0])});
}

}  // namespace bitstill::codegen::ops
