#include <fmt/format.h>

#include "codegen/emit/layer_emitter.h"

#include "codegen/ops/concatenation/concatenation.h"

namespace bitstill::codegen::ops {

void Concatenation::emit(LayerEmitter& emitter) const {
  for (size_t i = 0; i < inputs.size(); ++i) {
    const StridedCopy& copy = copies[i];
    if (copy.axes.empty() && emitter.lies_at(inputs[i], outputs[0], copy.output_offset)) {
      emitter.note(fmt::format("concatenation: input {} lies where it belongs", i + 1));
    } else {
      emit_copy(emitter, copy, emitter.operand(i), emitter.write(outputs[0]));
    }
  }
  emitter.finish();
}

}  // namespace bitstill::codegen::ops
