#include "train/loop/optimizer.h"

#include "configs/support/error.h"

namespace bitstill::train {
namespace {

using torch::optim::OptimizerParamGroup;

// A group without tensors is left out.
template <class Options>
std::vector<OptimizerParamGroup> groups(const ParameterGroups& parameters, const Options& options,
                                        double weight_decay) {
  std::vector<OptimizerParamGroup> groups;
  if (!parameters.decayed.empty()) {
    groups.emplace_back(parameters.decayed, std::make_unique<Options>(Options(options).weight_decay(weight_decay)));
  }
  if (!parameters.rest.empty()) groups.emplace_back(parameters.rest, std::make_unique<Options>(options));
  return groups;
}

}  // namespace

ParameterGroups group_parameters(const std::vector<torch::Tensor>& parameters) {
  ParameterGroups groups;
  for (const torch::Tensor& parameter : parameters) {
    (parameter.dim() >= 2 ? groups.decayed : groups.rest).push_back(parameter);
  }
  return groups;
}

std::unique_ptr<torch::optim::Optimizer> make_optimizer(const configs::OptimizerConfig& config,
                                                        const ParameterGroups& parameters) {
  using namespace torch::optim;
  const double rate = config.learning_rate;
  if (config.kind == "sgd") {
    const auto options = SGDOptions(rate).momentum(config.momentum);
    return std::make_unique<SGD>(groups(parameters, options, config.weight_decay), options);
  }
  if (config.kind == "adam") {
    const AdamOptions options(rate);
    return std::make_unique<Adam>(groups(parameters, options, config.weight_decay), options);
  }
  if (config.kind == "adamw") {
    const auto options = AdamWOptions(rate).weight_decay(0);
    return std::make_unique<AdamW>(groups(parameters, options, config.weight_decay), options);
  }
  throw Error("optimizer '" + config.kind + "' is unknown; use sgd, adam or adamw");
}

void set_learning_rate(torch::optim::Optimizer& optimizer, double learning_rate) {
  for (auto& group : optimizer.param_groups()) group.options().set_lr(learning_rate);
}

}  // namespace bitstill::train
