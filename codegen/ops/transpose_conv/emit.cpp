#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/transpose_conv/transpose_conv.h"

namespace bitstill::codegen::ops {

void TransposeConv::emit(LayerEmitter& emitter) const {
  emitter.use_kernel("transpose_conv");
  emitter.add_struct("ops::TransposeConv", {{"input height", there.output_height},
                                            {"width", there.output_width},
                                            {"channels", there.output_channels},
                                            {"output height", there.input_height},
                                            {"width", there.input_width},
                                            {"channels", there.input_channels},
                                            {"kernel height", there.kernel_height},
                                            {"width", there.kernel_width},
                                            {"stride height", there.stride_height},
                                            {"width", there.stride_width},
                                            {"padding above", there.pad_top},
                                            {"left", there.pad_left},
                                            {"input zero point", input_zero_point},
                                            {"output zero point", output_zero_point},
                                            {"minimum", clamp.low},
                                            {"maximum", clamp.high}});
  emitter.add_offset_int8("Weights", filters.weights, filters.taps, "weight + 128, one row per output channel");
  emitter.add_int32("Bias", filters.bias, "of each output channel");
  emitter.add_scales(filters.scales);
  emitter.call("ops::transpose_conv",
               {emitter.constant(""), emitter.read(inputs[0]), emitter.constant("Weights"), emitter.constant("Bias"),
                emitter.scales(), emitter.scratch("int16_t"), emitter.write(outputs[0])});
}

}  // namespace bitstill::codegen::ops
