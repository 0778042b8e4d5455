#include "distill/export/layers.h"

namespace bitstill::distill {

void export_concatenate(ArtifactBuilder& builder, const LayerToExport& layer) {
  std::vector<int> inputs;
  for (size_t i = 0; i < layer.block.block.sources.size(); ++i) inputs.push_back(builder.input(layer.block, i));
  builder.writer().add_concatenation(inputs, builder.add_output(layer.block, layer.last),
                                     static_cast<int32_t>(layer.block.block.output_shape.size()));
}

}  // namespace bitstill::distill
