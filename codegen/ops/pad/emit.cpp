#include <fmt/format.h>

#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/pad/pad.h"

namespace bitstill::codegen::ops {

void Pad::emit(LayerEmitter& emitter) const {
  emitter.use_kernel("pad");
  const auto joined = joined_axes();
  std::vector<std::vector<int64_t>> rows(4 - joined.size(), {1, 0, 0});
  for (const PadAxis& axis : joined) rows.push_back({axis.count, axis.before, axis.after});
  emitter.add_rows("ops::PadAxis", "Axes", rows,
                   "count of the input, bytes before and after, for each axis, outermost first");
  emitter.call("ops::pad", {emitter.constant("Axes"), fmt::format("/*value*/ {}", value), emitter.read(inputs[0]),
                            emitter.write(outputs[0])});
}

}  // namespace bitstill::codegen::ops
