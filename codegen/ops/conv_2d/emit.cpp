#include <algorithm>
#include <iterator>

#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/conv_2d/conv_2d.h"

namespace bitstill::codegen::ops {

void Conv2D::emit(LayerEmitter& emitter) const {
  emitter.use_kernel("conv_2d");
  std::vector<std::pair<std::string, int64_t>> fields = {
      {"input height", window.input_height},     {"width", window.input_width},
      {"output height", window.output_height},   {"width", window.output_width},
      {"input channels", window.input_channels}, {"output", window.output_channels},
      {"group's channels", group_channels},      {"outputs", filters.outputs / groups()}};
  std::ranges::copy(last_fields(), std::back_inserter(fields));
  emitter.add_struct("ops::Conv2D", fields);
  emitter.add_offset_int8("Weights", filters.weights, filters.taps, "weight + 128, one row per output channel");
  emitter.add_int32("Bias", filters.folded_bias(input_zero_point), "input zero point folded in");
  emitter.add_scales(filters.scales);
  emitter.call("ops::conv_2d",
               {emitter.constant(""), emitter.read(inputs[0]), emitter.constant("Weights"), emitter.constant("Bias"),
                emitter.scales(), emitter.scratch("int16_t"), emitter.write(outputs[0])});
}

}  // namespace bitstill::codegen::ops
