// How good a model's outputs are.
#pragma once

#include <torch/torch.h>

#include <functional>
#include <string>

#include "train/loop/samples.h"
#include "train/models/model.h"

namespace bitstill::train {

// A batch's mean loss, differentiable, from a model's outputs and the samples they belong to.
using LossFunction = std::function<torch::Tensor(const torch::Tensor& outputs, const Samples& samples)>;

// Cross-entropy for classes, mean squared error for values.
torch::Tensor supervised_loss(const torch::Tensor& outputs, const Samples& samples);

// `value` is what people quote: the share of right classes in 0..1, or the root mean squared error.
struct Score {
  bool classification = false;
  double value = 0;
  double loss = 0;

  // More right classes or a smaller error; between equals the smaller loss.
  bool better_than(const Score& other) const;
  std::string name() const { return classification ? "accuracy" : "rmse"; }
  // "97.20 %" or "rmse 0.00812".
  std::string text() const;
};

// Mean loss and score of outputs [n, outputs] for these samples.
Score score(const torch::Tensor& outputs, const Samples& samples, const LossFunction& loss);

// The model's outputs on all inputs, in evaluation mode and without gradients, on the CPU. Leaves the model in the mode
// it had.
torch::Tensor predict(Model& model, const torch::Tensor& inputs);

}  // namespace bitstill::train
