// An exponential moving average of the weights: it ends nearer the middle of what training wanders around in.
#pragma once

#include <torch/torch.h>

#include <vector>

namespace bitstill::train {

class WeightAverage {
 public:
  // Starts at the module's parameters; `decay` in (0, 1) is how much of the average a step keeps.
  WeightAverage(const torch::nn::Module& module, double decay);

  // After `steps` steps, this one included: early averages forget faster, decay at most (1 + steps) / (10 + steps).
  void update(int64_t steps);
  // Exchanges the module's parameters and the averages; twice puts them back.
  void swap();

  // For keeping it in a file: the averages, in the order of the module's parameters.
  const std::vector<torch::Tensor>& tensors() const { return averages_; }
  void restore(const std::vector<torch::Tensor>& tensors);

 private:
  double decay_;
  std::vector<torch::Tensor> parameters_;  // the module's own
  std::vector<torch::Tensor> averages_;
};

}  // namespace bitstill::train
