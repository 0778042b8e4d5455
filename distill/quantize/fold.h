// Batch norm folded into the dense layer before it, as the artifact needs it.
#pragma once

#include "train/models/network.h"

namespace bitstill::distill {

struct FoldedDense {
  torch::Tensor weights;  // [outputs, inputs]
  torch::Tensor bias;     // [outputs]
};

// The one dense layer that equals dense and batch norm in evaluation mode; the dense layer itself where there is none.
FoldedDense fold_batch_norm(const train::DenseLayers& layers);

}  // namespace bitstill::distill
