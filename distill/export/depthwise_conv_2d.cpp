#include "distill/export/layers.h"

namespace bitstill::distill {

void export_depthwise_conv_2d(ArtifactBuilder& builder, const LayerToExport& layer) {
  const train::Block& block = layer.block.block;
  const int weights =
      builder.add_weights(layer.block, {1, block.window.height.size, block.window.width.size, block.outputs()}, 3);
  const int bias = builder.add_bias(layer.block);
  const int output = builder.add_output(layer.block, layer.last);
  builder.writer().add_depthwise_conv_2d(builder.input(layer.block), weights, bias, output,
                                         static_cast<int32_t>(block.outputs() / block.inputs()), stored(block));
}

}  // namespace bitstill::distill
