// LibTorch's optimisers by their name in the config.
#pragma once

#include <torch/torch.h>

#include <memory>
#include <vector>

#include "configs/schema/experiment.h"

namespace bitstill::train {

// Weights, which weight_decay acts on, and what it leaves alone: tensors of less than two dimensions, such as biases,
// batch norms and scales.
struct ParameterGroups {
  std::vector<torch::Tensor> decayed, rest;
};
ParameterGroups group_parameters(const std::vector<torch::Tensor>& parameters);

std::unique_ptr<torch::optim::Optimizer> make_optimizer(const configs::OptimizerConfig& config,
                                                        const ParameterGroups& parameters);

void set_learning_rate(torch::optim::Optimizer& optimizer, double learning_rate);

}  // namespace bitstill::train
