#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/softmax/softmax.h"

namespace bitstill::codegen::ops {

void Softmax::emit(LayerEmitter& emitter) const {
  emitter.use_kernel("softmax");
  emitter.add_struct("ops::Softmax",
                     {{"rows", rows}, {"depth", depth}, {"exponentials", static_cast<int64_t>(exponentials.size())}});
  emitter.add_int32("Exponentials", exponentials, "exp of 0, 1, 2, ... steps below the maximum, Q0.31");
  emitter.call("ops::softmax", {emitter.constant(""), emitter.read(inputs[0]), emitter.constant("Exponentials"),
                                emitter.write(outputs[0])});
}

}  // namespace bitstill::codegen::ops
