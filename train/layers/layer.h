// One block of a float network, running.
#pragma once

#include <torch/torch.h>

#include <memory>

#include "train/models/plan.h"

namespace bitstill::train {

class Layer : public torch::nn::Module {
 public:
  // A batch of the block's inputs to a batch of its outputs. Images come and go as LibTorch wants them, [n, channels,
  // height, width]; Network turns them.
  virtual torch::Tensor forward(torch::Tensor x) = 0;
};

}  // namespace bitstill::train
