#include <algorithm>

#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/mul/mul.h"

namespace bitstill::codegen::ops {

void Mul::emit(LayerEmitter& emitter) const {
  emitter.use_kernel("mul");
  emitter.add_struct("ops::Mul", {{"a zero point", a_zero_point},
                                  {"b zero point", b_zero_point},
                                  {"factor", 1 << std::max(scale.shift, 0)},
                                  {"multiplier", scale.multiplier},
                                  {"shift", std::min(scale.shift, 0)},
                                  {"zero point", output_zero_point},
                                  {"minimum", clamp.low},
                                  {"maximum", clamp.high}});
  const std::string shape = emit_shape(emitter);
  emitter.call("ops::mul",
               {emitter.constant(""), shape, emitter.operand(0), emitter.operand(1), emitter.write(outputs[0])});
}

}  // namespace bitstill::codegen::ops
