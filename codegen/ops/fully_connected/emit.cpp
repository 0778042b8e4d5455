#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/fully_connected/fully_connected.h"

namespace bitstill::codegen::ops {
namespace {

// What the kernel starts each sum with: the bias, less what the input's zero point adds to every sum. Modulo 2^32,
// which is exact because the reader made sure that every final sum fits 32 bits.
std::vector<int32_t> folded_bias(const FullyConnected& layer) {
  std::vector<int32_t> folded = layer.bias;
  for (size_t row = 0; row < folded.size(); ++row) {
    uint32_t weight_sum = 0;
    for (int32_t i = 0; i < layer.input_size; ++i) {
      weight_sum +=
          static_cast<uint32_t>(layer.weights[row * static_cast<size_t>(layer.input_size) + static_cast<size_t>(i)]);
    }
    folded[row] = static_cast<int32_t>(static_cast<uint32_t>(folded[row]) -
                                       static_cast<uint32_t>(layer.input_zero_point) * weight_sum);
  }
  return folded;
}

}  // namespace

void FullyConnected::emit(LayerEmitter& emitter) const {
  emitter.use_kernel("fully_connected");
  emitter.add_struct("ops::FullyConnected", {{"rows", rows},
                                             {"inputs", input_size},
                                             {"outputs", output_size},
                                             {"output zero point", output_zero_point},
                                             {"minimum", clamp.low},
                                             {"maximum", clamp.high}});
  emitter.add_offset_int8("Weights", weights, input_size, "weight + 128, one row per output");
  emitter.add_int32("Bias", folded_bias(*this), "input zero point folded in");
  emitter.add_scales(scales);
  emitter.call("ops::fully_connected", {emitter.constant(""), emitter.read(inputs[0]), emitter.constant("Weights"),
                                        emitter.constant("Bias"), emitter.scales(), emitter.write(outputs[0])});
}

}  // namespace bitstill::codegen::ops
