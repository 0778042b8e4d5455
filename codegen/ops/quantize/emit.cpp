#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/quantize/quantize.h"

namespace bitstill::codegen::ops {

void Quantize::emit(LayerEmitter& emitter) const {
  emitter.use_kernel("quantize");
  emitter.add_struct(
      "ops::Quantize",
      {{"count", count}, {"input zero point", input_zero_point}, {"output zero point", output_zero_point}});
  emitter.add_scales({scale});
  emitter.call("ops::quantize",
               {emitter.constant(""), emitter.read(inputs[0]), emitter.scales(), emitter.write(outputs[0])});
}

}  // namespace bitstill::codegen::ops
