// One block of a float network, running.
#pragma once

#include <torch/torch.h>

#include <memory>
#include <vector>

#include "train/models/plan.h"

namespace bitstill::train {

// The tensors behind a block with weights. A row holds the weights of one output: of a convolution all taps of its
// window, [kernel height, kernel width, channels] as TFLite orders them, of a depthwise one [kernel height, width].
struct LayerWeights {
  torch::Tensor rows;  // [outputs, values]
  torch::Tensor bias;  // [outputs]
  // Of the batch norm, [outputs] each; undefined where the plan has none.
  torch::Tensor gain, offset, mean, variance;
  double epsilon = 0;

  template <class BatchNorm>
  void add(const BatchNorm& norm) {
    if (norm.is_empty()) return;
    gain = norm->weight;
    offset = norm->bias;
    mean = norm->running_mean;
    variance = norm->running_var;
    epsilon = norm->options.eps();
  }
};

class Layer : public torch::nn::Module {
 public:
  // A batch of the block's inputs to a batch of its outputs. Images come and go as LibTorch wants them, [n, channels,
  // height, width]; Network turns its input.
  virtual torch::Tensor forward(torch::Tensor x) = 0;
  // The same of a block that reads several.
  virtual torch::Tensor join(const std::vector<torch::Tensor>& inputs) { return forward(inputs.at(0)); }
  // Empty where the block has no weights.
  virtual LayerWeights weights() const { return {}; }
};

}  // namespace bitstill::train
