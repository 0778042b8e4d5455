#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/pool_2d/pool_2d.h"

namespace bitstill::codegen::ops {

void Pool2D::emit(LayerEmitter& emitter) const {
  emitter.use_kernel("pool_2d");
  emitter.add_struct("ops::Pool2D", {{"input height", window.input_height},
                                     {"width", window.input_width},
                                     {"channels", window.input_channels},
                                     {"output height", window.output_height},
                                     {"width", window.output_width},
                                     {"kernel height", window.kernel_height},
                                     {"width", window.kernel_width},
                                     {"stride height", window.stride_height},
                                     {"width", window.stride_width},
                                     {"padding above", window.pad_top},
                                     {"left", window.pad_left},
                                     {"minimum", clamp.low},
                                     {"maximum", clamp.high}});
  emitter.call(mean() ? "ops::pool_2d<ops::MeanOf>" : "ops::pool_2d<ops::LargestOf>",
               {emitter.constant(""), emitter.read(inputs[0]), emitter.write(outputs[0])});
}

}  // namespace bitstill::codegen::ops
