#include <algorithm>
#include <iterator>

#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/conv_2d/conv_2d.h"
#include "codegen/ops/conv_2d/esp32.h"

namespace bitstill::codegen::ops {

std::vector<int8_t> Conv2D::interleaved_pairs() const {
  const int32_t group_outputs = filters.outputs / groups();
  std::vector<int8_t> weights;
  for (int32_t row = 0; row < filters.outputs;) {
    const int32_t end = row + (row % group_outputs + 1 < group_outputs ? 2 : 1);
    for (int32_t tap = 0; tap < filters.taps; ++tap) {
      for (int32_t i = row; i < end; ++i)
        weights.push_back(filters.weights[static_cast<size_t>(int64_t{i} * filters.taps + tap)]);
    }
    row = end;
  }
  return weights;
}

void Conv2D::add_shape(LayerEmitter& emitter) const {
  std::vector<std::pair<std::string, int64_t>> fields = {
      {"input height", window.input_height},     {"width", window.input_width},
      {"output height", window.output_height},   {"width", window.output_width},
      {"input channels", window.input_channels}, {"output", window.output_channels},
      {"group's channels", group_channels},      {"outputs", filters.outputs / groups()}};
  std::ranges::copy(last_fields(), std::back_inserter(fields));
  emitter.add_struct("ops::Conv2D", fields);
}

void Conv2D::emit(LayerEmitter& emitter) const {
  if (esp32_kernel) return emit_for_esp32(*this, emitter);
  if (coding != Coding::kRaw) return emit_coded(*this, emitter);
  emitter.use_kernel("conv_2d");
  add_shape(emitter);
  emitter.add_offset_int8("Weights", interleaved_pairs(), 2 * filters.taps,
                          "weight + 128, pairs of output channels, tap by tap");
  emitter.add_int32("Bias", filters.folded_bias(input_zero_point + 128), "input zero point + 128 folded in");
  emitter.add_scales(filters.scales);
  emitter.call("ops::conv_2d",
               {emitter.constant(""), emitter.read(inputs[0]), emitter.constant("Weights"), emitter.constant("Bias"),
                emitter.scales(), emitter.scratch("uint8_t"), emitter.write(outputs[0])});
}

}  // namespace bitstill::codegen::ops
