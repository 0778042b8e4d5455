#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/fully_connected/fully_connected.h"

namespace bitstill::codegen::ops {

void FullyConnected::emit(LayerEmitter& emitter) const {
  if (esp32_kernel) return emit_for_esp32(*this, emitter);
  if (coding != Coding::kRaw) return emit_coded(*this, emitter);
  emitter.use_kernel("fully_connected");
  emitter.add_struct("ops::FullyConnected", {{"rows", rows},
                                             {"inputs", filters.taps},
                                             {"outputs", filters.outputs},
                                             {"output zero point", output_zero_point},
                                             {"minimum", clamp.low},
                                             {"maximum", clamp.high}});
  emitter.add_offset_int8("Weights", filters.weights, filters.taps, "weight + 128, one row per output");
  emitter.add_int32("Bias", filters.folded_bias(input_zero_point), "input zero point folded in");
  emitter.add_scales(filters.scales);
  emitter.call("ops::fully_connected", {emitter.constant(""), emitter.read(inputs[0]), emitter.constant("Weights"),
                                        emitter.constant("Bias"), emitter.scales(), emitter.write(outputs[0])});
}

}  // namespace bitstill::codegen::ops
