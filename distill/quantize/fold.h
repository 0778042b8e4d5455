// Batch norm folded into the layer with weights before it, as the artifact needs it.
#pragma once

#include <memory>

#include "train/models/network.h"

namespace bitstill::distill {

// Also of a convolution: its rows, as train::LayerWeights orders them.
struct FoldedDense {
  torch::Tensor weights;  // [outputs, values]
  torch::Tensor bias;     // [outputs]
};

// The one layer that equals layer and batch norm in evaluation mode; the layer itself where there is none.
FoldedDense fold_batch_norm(const train::LayerWeights& layer);

// The whole network without batch norms, which gives the same in evaluation mode.
std::shared_ptr<train::Network> folded_network(const train::Network& network);

}  // namespace bitstill::distill
