// A model's parameters laid end to end, so that an optimiser takes a few long steps instead of many short ones.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "train/loop/optimizer.h"
#include "train/models/model.h"

namespace bitstill::train {

// While it lives, the parameters and their gradients are views into one long tensor for each group; then every
// parameter owns its memory again. Those that the model holds still at times stay by themselves. What is computed is
// the same, element by element.
class FlatParameters {
 public:
  explicit FlatParameters(const Model& model);
  ~FlatParameters();
  FlatParameters(const FlatParameters&) = delete;
  FlatParameters& operator=(const FlatParameters&) = delete;

  // One tensor each, [all values], with its gradient, and what stays by itself.
  const ParameterGroups& groups() const { return groups_; }
  void zero_gradients();

 private:
  torch::Tensor flatten(const std::vector<torch::Tensor>& parameters);

  std::vector<torch::Tensor> flattened_, apart_;
  ParameterGroups groups_;
};

}  // namespace bitstill::train
