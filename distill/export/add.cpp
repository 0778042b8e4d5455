#include "distill/export/layers.h"

namespace bitstill::distill {

void export_add(ArtifactBuilder& builder, const LayerToExport& layer) {
  const int first = builder.input(layer.block, 0), second = builder.input(layer.block, 1);
  builder.writer().add_binary(codegen::tflite::Binary::kAdd, first, second, builder.add_output(layer.block, layer.last),
                              stored(layer.block.block.activation));
}

}  // namespace bitstill::distill
