#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/reshape/reshape.h"

namespace bitstill::codegen::ops {

void Reshape::emit(LayerEmitter& emitter) const {
  emitter.use_kernel("reshape");
  emitter.call("ops::copy", {std::to_string(bytes), emitter.read(inputs[0]), emitter.write(outputs[0])});
}

}  // namespace bitstill::codegen::ops
