#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/resize_nearest_neighbor/resize_nearest_neighbor.h"

namespace bitstill::codegen::ops {

void ResizeNearestNeighbor::emit(LayerEmitter& emitter) const {
  const auto in_bytes = [](std::vector<int32_t> places, int32_t bytes) {
    for (int32_t& place : places) place *= bytes;
    return places;
  };
  emitter.use_kernel("resize_nearest_neighbor");
  emitter.add_struct("ops::ResizeNearestNeighbor", {{"output height", static_cast<int64_t>(rows.size())},
                                                    {"width", static_cast<int64_t>(columns.size())},
                                                    {"channels", channels}});
  emitter.add_int32("Rows", in_bytes(rows, input_width * channels),
                    "where each output row begins in the input, in bytes");
  emitter.add_int32("Columns", in_bytes(columns, channels), "the same for each output column in its row");
  emitter.call("ops::resize_nearest_neighbor", {emitter.constant(""), emitter.read(inputs[0]), emitter.constant("Rows"),
                                                emitter.constant("Columns"), emitter.write(outputs[0])});
}

}  // namespace bitstill::codegen::ops
