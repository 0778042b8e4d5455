// One function per layer kind: a block of the quantised student becomes its operator in the artifact.
#pragma once

#include "distill/export/artifact_builder.h"

namespace bitstill::distill {

struct LayerToExport {
  const IntegerBlock& block;
  bool last = false;  // its output is the artifact's
};

// How the file names an activation inside an operator, and a window.
codegen::tflite::Activation stored(train::FusedActivation activation);
codegen::tflite::WindowOptions stored(const train::Block& block);

void export_dense(ArtifactBuilder& builder, const LayerToExport& layer);
void export_conv_2d(ArtifactBuilder& builder, const LayerToExport& layer);
void export_depthwise_conv_2d(ArtifactBuilder& builder, const LayerToExport& layer);
void export_max_pool(ArtifactBuilder& builder, const LayerToExport& layer);
void export_average_pool(ArtifactBuilder& builder, const LayerToExport& layer);
void export_global_average_pool(ArtifactBuilder& builder, const LayerToExport& layer);
void export_add(ArtifactBuilder& builder, const LayerToExport& layer);
void export_concatenate(ArtifactBuilder& builder, const LayerToExport& layer);
void export_reshape(ArtifactBuilder& builder, const LayerToExport& layer);
void export_sigmoid(ArtifactBuilder& builder, const LayerToExport& layer);
void export_tanh(ArtifactBuilder& builder, const LayerToExport& layer);
void export_softmax(ArtifactBuilder& builder, const LayerToExport& layer);

}  // namespace bitstill::distill
