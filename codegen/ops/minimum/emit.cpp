#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/minimum/minimum.h"

namespace bitstill::codegen::ops {

void Minimum::emit(LayerEmitter& emitter) const {
  emitter.use_kernel("minimum");
  const std::string shape = emit_shape(emitter);
  emitter.call("ops::minimum", {shape, emitter.operand(0), emitter.operand(1), emitter.write(outputs[0])});
}

}  // namespace bitstill::codegen::ops
