#include "distill/export/layers.h"

namespace bitstill::distill {

void export_flatten(ArtifactBuilder& builder, const LayerToExport& layer) {
  const int input = builder.current();
  builder.writer().add_reshape(input, builder.add_output(layer.block, layer.last));
}

}  // namespace bitstill::distill
