#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/strided_slice/strided_slice.h"

namespace bitstill::codegen::ops {

void StridedSlice::emit(LayerEmitter& emitter) const {
  emit_copy(emitter, copy, emitter.read(inputs[0]), emitter.write(outputs[0]));
  emitter.finish();
}

}  // namespace bitstill::codegen::ops
