// A dense layer's float weights as the integers that the artifact stores.
#pragma once

#include <torch/torch.h>

namespace bitstill::distill {

// Whole numbers in floating-point tensors, differentiable with respect to the float weights and bias.
struct DenseIntegers {
  torch::Tensor weights;  // float32 [outputs, inputs] in [-127, 127]
  torch::Tensor bias;     // double [outputs], within int32
  torch::Tensor scales;   // float32 [1] or [outputs]: of the weights
};

// weight = round(w / s_w), bias = round(b / float32(s_in * s_w)), halves away from zero.
DenseIntegers dense_integers(const torch::Tensor& weights, const torch::Tensor& bias, float input_scale,
                             const torch::Tensor& scales);

// The scales of the int32 bias: float32 products of the input's scale and the weights', [1] or [outputs].
torch::Tensor bias_scales(float input_scale, const torch::Tensor& scales);

// input [n, inputs] of whole numbers -> exact sums [n, outputs]. Computed in float32 where no sum can reach 2^24, in
// double elsewhere; both are exact for whole numbers of that size.
torch::Tensor accumulate(const torch::Tensor& input, const DenseIntegers& integers);

}  // namespace bitstill::distill
