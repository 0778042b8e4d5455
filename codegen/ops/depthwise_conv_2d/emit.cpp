#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/depthwise_conv_2d/depthwise_conv_2d.h"
#include "codegen/ops/depthwise_conv_2d/esp32.h"

namespace bitstill::codegen::ops {

void DepthwiseConv2D::emit(LayerEmitter& emitter) const {
  if (esp32_kernel) return emit_for_esp32(*this, emitter);
  emitter.use_kernel("depthwise_conv_2d");
  std::vector<std::pair<std::string, int64_t>> fields = {{"input height", window.input_height},
                                                         {"width", window.input_width},
                                                         {"output height", window.output_height},
                                                         {"width", window.output_width},
                                                         {"channels", window.input_channels},
                                                         {"depth multiplier", depth_multiplier},
                                                         {"ring rows", ring_rows()},
                                                         {"length", row_length()}};
  std::ranges::copy(last_fields(), std::back_inserter(fields));
  emitter.add_struct("ops::DepthwiseConv2D", fields);
  const bool coded = coding != Coding::kRaw;
  if (!coded) emitter.add_int8("Weights", filters.weights, filters.taps, "one row per output channel");
  const std::string weights = coded ? unpack_weights(*this, emitter) : emitter.constant("Weights");
  emitter.add_int32("Bias", filters.folded_bias(input_zero_point), "input zero point folded in");
  emitter.add_scales(filters.scales, coded);
  const bool three_by_three = window.kernel_height == 3 && window.kernel_width == 3 && window.dilation_width == 1;
  emitter.call(fmt::format("ops::depthwise_conv_2d<{}>", three_by_three ? "ops::ThreeByThree" : "ops::AnyKernel"),
               {emitter.constant(""), emitter.read(inputs[0]), weights, emitter.constant("Bias"), emitter.scales(),
                emitter.scratch("int16_t"), emitter.write(outputs[0])});
}

}  // namespace bitstill::codegen::ops
