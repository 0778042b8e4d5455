#include "train/loop/weight_average.h"

#include <algorithm>

namespace bitstill::train {

WeightAverage::WeightAverage(const torch::nn::Module& module, double decay)
    : decay_(decay), parameters_(module.parameters()) {
  for (const torch::Tensor& parameter : parameters_) averages_.push_back(parameter.detach().clone());
}

void WeightAverage::update(int64_t steps) {
  const torch::NoGradGuard no_gradients;
  const double decay = std::min(decay_, static_cast<double>(1 + steps) / static_cast<double>(10 + steps));
  for (size_t i = 0; i < averages_.size(); ++i) averages_[i].lerp_(parameters_[i], 1 - decay);
}

void WeightAverage::swap() {
  const torch::NoGradGuard no_gradients;
  for (size_t i = 0; i < averages_.size(); ++i) {
    const torch::Tensor kept = averages_[i].clone();
    averages_[i].copy_(parameters_[i]);
    parameters_[i].copy_(kept);
  }
}

void WeightAverage::restore(const std::vector<torch::Tensor>& tensors) {
  const torch::NoGradGuard no_gradients;
  for (size_t i = 0; i < averages_.size(); ++i) averages_[i].copy_(tensors.at(i));
}

}  // namespace bitstill::train
