#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/transpose/transpose.h"

namespace bitstill::codegen::ops {

void Transpose::emit(LayerEmitter& emitter) const {
  emit_copy(emitter, copy, emitter.read(inputs[0]), emitter.write(outputs[0]));
  emitter.finish();
}

}  // namespace bitstill::codegen::ops
