#include <algorithm>

#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/prelu/prelu.h"

namespace bitstill::codegen::ops {

void Prelu::emit(LayerEmitter& emitter) const {
  emitter.use_kernel("prelu");
  emitter.add_struct("ops::Prelu", {{"input zero point", input_zero_point},
                                    {"factor", 1 << std::max(scale.shift, 0)},
                                    {"multiplier", scale.multiplier},
                                    {"shift", std::min(scale.shift, 0)},
                                    {"alpha zero point", alpha_zero_point},
                                    {"alpha factor", 1 << std::max(alpha_scale.shift, 0)},
                                    {"alpha multiplier", alpha_scale.multiplier},
                                    {"alpha shift", std::min(alpha_scale.shift, 0)},
                                    {"zero point", output_zero_point}});
  const std::string shape = emit_shape(emitter);
  emitter.call("ops::prelu",
               {emitter.constant(""), shape, emitter.operand(0), emitter.operand(1), emitter.write(outputs[0])});
}

}  // namespace bitstill::codegen::ops
