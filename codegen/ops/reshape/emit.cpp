#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/reshape/reshape.h"

namespace bitstill::codegen::ops {

void Reshape::emit(LayerEmitter& emitter) const {
  if (emitter.lies_at(outputs[0], inputs[0], 0)) {
    emitter.note(std::string(short_name()) + ": the same bytes where they are");
    emitter.finish();
    return;
  }
  emitter.use_kernel("reshape");
  emitter.call("ops::copy", {std::to_string(bytes), emitter.read(inputs[0]), emitter.write(outputs[0])});
}

}  // namespace bitstill::codegen::ops
