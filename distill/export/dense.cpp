#include "distill/export/layers.h"

namespace bitstill::distill {

void export_dense(ArtifactBuilder& builder, const LayerToExport& layer) {
  const train::Block& block = layer.block.block;
  const int weights = builder.add_weights(layer.block, {block.outputs(), block.inputs()}, 0);
  const int bias = builder.add_bias(layer.block);
  const int output = builder.add_output(layer.block, layer.last);
  builder.writer().add_fully_connected(builder.input(layer.block), weights, bias, output, stored(block.activation));
}

}  // namespace bitstill::distill
