#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/maximum/maximum.h"

namespace bitstill::codegen::ops {

void Maximum::emit(LayerEmitter& emitter) const {
  emitter.use_kernel("maximum");
  const std::string shape = emit_shape(emitter);
  emitter.call("ops::maximum", {shape, emitter.operand(0), emitter.operand(1), emitter.write(outputs[0])});
}

}  // namespace bitstill::codegen::ops
