// LibTorch's optimisers by their name in the config.
#pragma once

#include <torch/torch.h>

#include <memory>
#include <vector>

#include "configs/schema/experiment.h"

namespace bitstill::train {

// weight_decay acts on tensors of two or more dimensions: weights, but neither biases nor batch norms nor scales.
std::unique_ptr<torch::optim::Optimizer> make_optimizer(const configs::OptimizerConfig& config,
                                                        const std::vector<torch::Tensor>& parameters);

void set_learning_rate(torch::optim::Optimizer& optimizer, double learning_rate);

}  // namespace bitstill::train
