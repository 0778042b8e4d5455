// What the trainer trains: a LibTorch module from a batch of inputs to a batch of outputs.
#pragma once

#include <torch/torch.h>

namespace bitstill::train {

class Model : public torch::nn::Module {
 public:
  // [n, input shape...] -> [n, outputs]. A classifier's outputs are logits: softmax is applied only on the device.
  virtual torch::Tensor forward(torch::Tensor inputs) = 0;
  // Parameters that stand still at times: an optimiser must then find each of them without a gradient.
  virtual std::vector<torch::Tensor> held_at_times() const { return {}; }
};

}  // namespace bitstill::train
