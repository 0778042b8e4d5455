#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/split/split.h"

namespace bitstill::codegen::ops {

void Split::emit(LayerEmitter& emitter) const {
  for (size_t i = 0; i < outputs.size(); ++i) {
    emit_copy(emitter, copies[i], emitter.read(inputs[0]), emitter.write(outputs[i]));
  }
  emitter.finish();
}

}  // namespace bitstill::codegen::ops
