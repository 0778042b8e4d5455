#include "distill/export/layers.h"

namespace bitstill::distill {

void export_reshape(ArtifactBuilder& builder, const LayerToExport& layer) {
  builder.writer().add_reshape(builder.input(layer.block), builder.add_output(layer.block, layer.last));
}

}  // namespace bitstill::distill
