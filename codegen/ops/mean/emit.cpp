#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/mean/mean.h"

namespace bitstill::codegen::ops {

void Mean::emit(LayerEmitter& emitter) const {
  emitter.use_kernel("mean");
  emitter.add_struct("ops::Mean", {{"kept", groups[0]},
                                   {"reduced", groups[1]},
                                   {"kept", groups[2]},
                                   {"reduced", groups[3]},
                                   {"kept", groups[4]},
                                   {"zero points", int64_t{input_zero_point} * count},
                                   {"output zero point", output_zero_point}});
  emitter.add_scales({scale});
  emitter.call("ops::mean",
               {emitter.constant(""), emitter.read(inputs[0]), emitter.scales(), emitter.write(outputs[0])});
}

}  // namespace bitstill::codegen::ops
