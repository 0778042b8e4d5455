#include "distill/export/layers.h"

namespace bitstill::distill {
namespace {

codegen::tflite::Activation stored(train::FusedActivation activation) {
  switch (activation) {
    case train::FusedActivation::kRelu:
      return codegen::tflite::Activation::kRelu;
    case train::FusedActivation::kRelu6:
      return codegen::tflite::Activation::kRelu6;
    case train::FusedActivation::kNone:
      break;
  }
  return codegen::tflite::Activation::kNone;
}

}  // namespace

void export_dense(ArtifactBuilder& builder, const LayerToExport& layer) {
  const int input = builder.current();
  const int weights = builder.add_weights(layer.block);
  const int bias = builder.add_bias(layer.block);
  const int output = builder.add_output(layer.block, layer.last);
  builder.writer().add_fully_connected(input, weights, bias, output, stored(layer.block.block.activation));
}

}  // namespace bitstill::distill
