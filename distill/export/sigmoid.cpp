#include "distill/export/layers.h"

namespace bitstill::distill {

void export_sigmoid(ArtifactBuilder& builder, const LayerToExport& layer) {
  const int input = builder.input(layer.block);
  builder.writer().add_unary(codegen::tflite::Unary::kLogistic, input, builder.add_output(layer.block, layer.last));
}

}  // namespace bitstill::distill
