#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/arg_max/arg_max.h"

namespace bitstill::codegen::ops {

void ArgMax::emit(LayerEmitter& emitter) const {
  emitter.use_kernel("arg_max");
  emitter.add_struct("ops::ArgMax", {{"outer", outer}, {"count", count}, {"inner", inner}});
  emitter.call("ops::arg_max", {emitter.constant(""), emitter.read(inputs[0]), emitter.write(outputs[0])});
}

}  // namespace bitstill::codegen::ops
