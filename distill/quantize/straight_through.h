// Rounding that training can pass through: the value is rounded, the gradient is not.
#pragma once

#include <torch/torch.h>

namespace bitstill::distill {

// Nearest integer, halves away from zero, as codegen/arithmetic rounds (LibTorch's round() takes halves to even).
torch::Tensor round_half_away(const torch::Tensor& x);

// Exactly `value`, with the gradient of `x`: what is computed forward need not be differentiable. Same shapes.
torch::Tensor straight_through(const torch::Tensor& x, const torch::Tensor& value);

// round_half_away(x) with the gradient of x (Bengio, Leonard, Courville 2013: the straight-through estimator).
torch::Tensor round_straight_through(const torch::Tensor& x);

}  // namespace bitstill::distill
