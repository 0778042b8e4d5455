#include "train/loop/optimizer.h"

#include "configs/support/error.h"

namespace bitstill::train {

std::unique_ptr<torch::optim::Optimizer> make_optimizer(const configs::OptimizerConfig& config,
                                                        std::vector<torch::Tensor> parameters) {
  if (config.kind == "sgd") {
    return std::make_unique<torch::optim::SGD>(
        std::move(parameters), torch::optim::SGDOptions(config.learning_rate).momentum(config.momentum));
  }
  if (config.kind == "adam") {
    return std::make_unique<torch::optim::Adam>(std::move(parameters), torch::optim::AdamOptions(config.learning_rate));
  }
  throw Error("optimizer '" + config.kind + "' is unknown; use sgd or adam");
}

void set_learning_rate(torch::optim::Optimizer& optimizer, double learning_rate) {
  for (auto& group : optimizer.param_groups()) group.options().set_lr(learning_rate);
}

}  // namespace bitstill::train
