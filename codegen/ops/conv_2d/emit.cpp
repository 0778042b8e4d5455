#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/conv_2d/conv_2d.h"

namespace bitstill::codegen::ops {

void Conv2D::emit(LayerEmitter& emitter) const {
  emitter.use_kernel("conv_2d");
  emitter.add_struct("ops::Conv2D", {{"input height", window.input_height},
                                     {"width", window.input_width},
                                     {"output height", window.output_height},
                                     {"width", window.output_width},
                                     {"input channels", window.input_channels},
                                     {"output", window.output_channels},
                                     {"group's channels", group_channels},
                                     {"outputs", filters.outputs / groups()},
                                     {"kernel height", window.kernel_height},
                                     {"width", window.kernel_width},
                                     {"stride height", window.stride_height},
                                     {"width", window.stride_width},
                                     {"dilation height", window.dilation_height},
                                     {"width", window.dilation_width},
                                     {"padding above", window.pad_top},
                                     {"left", window.pad_left},
                                     {"input zero point", input_zero_point},
                                     {"output zero point", output_zero_point},
                                     {"minimum", clamp.low},
                                     {"maximum", clamp.high}});
  emitter.add_offset_int8("Weights", filters.weights, filters.taps, "weight + 128, one row per output channel");
  emitter.add_int32("Bias", filters.folded_bias(input_zero_point), "input zero point folded in");
  emitter.add_scales(filters.scales);
  emitter.call("ops::conv_2d",
               {emitter.constant(""), emitter.read(inputs[0]), emitter.constant("Weights"), emitter.constant("Bias"),
                emitter.scales(), emitter.scratch("int16_t"), emitter.write(outputs[0])});
}

}  // namespace bitstill::codegen::ops
