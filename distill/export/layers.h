// One function per layer kind: a block of the quantised student becomes its operator in the artifact.
#pragma once

#include "distill/export/artifact_builder.h"

namespace bitstill::distill {

struct LayerToExport {
  const IntegerBlock& block;
  bool last = false;  // its output is the artifact's
};

void export_dense(ArtifactBuilder& builder, const LayerToExport& layer);
void export_flatten(ArtifactBuilder& builder, const LayerToExport& layer);
void export_sigmoid(ArtifactBuilder& builder, const LayerToExport& layer);
void export_tanh(ArtifactBuilder& builder, const LayerToExport& layer);
void export_softmax(ArtifactBuilder& builder, const LayerToExport& layer);

}  // namespace bitstill::distill
