// The numeric Jacobian: central differences against which every gradient is proved.
#pragma once

#include <torch/torch.h>

#include <functional>

namespace bitstill::tests {

// d function(x) / d x for a scalar function of a double tensor; error of order step^2.
inline torch::Tensor numeric_gradient(const std::function<torch::Tensor(const torch::Tensor&)>& function,
                                      const torch::Tensor& x, double step = 1e-5) {
  torch::Tensor gradient = torch::zeros_like(x);
  for (int64_t i = 0; i < x.numel(); ++i) {
    torch::Tensor up = x.detach().clone(), down = x.detach().clone();
    up.view(-1)[i] += step;
    down.view(-1)[i] -= step;
    gradient.view(-1)[i] = (function(up) - function(down)) / (2 * step);
  }
  return gradient;
}

inline torch::Tensor autograd_gradient(const std::function<torch::Tensor(const torch::Tensor&)>& function,
                                       const torch::Tensor& x) {
  torch::Tensor leaf = x.detach().clone().requires_grad_();
  function(leaf).backward();
  return leaf.grad();
}

}  // namespace bitstill::tests
