// The LibTorch layers of one dense block.
#pragma once

#include "train/layers/layer.h"

namespace bitstill::train {

// `batch_norm` is empty where the plan has none.
struct DenseLayers {
  torch::nn::Linear linear{nullptr};
  torch::nn::BatchNorm1d batch_norm{nullptr};
};

class Dense final : public Layer {
 public:
  explicit Dense(const Block& block);

  torch::Tensor forward(torch::Tensor x) override;
  LayerWeights weights() const override;
  const DenseLayers& layers() const { return layers_; }

 private:
  FusedActivation activation_;
  DenseLayers layers_;
};

}  // namespace bitstill::train
