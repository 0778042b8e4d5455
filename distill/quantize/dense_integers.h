// The float weights of a dense layer or a convolution as the integers that the artifact stores.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

namespace bitstill::distill {

struct DenseIntegers {
  torch::Tensor weights;           // whole numbers in [-127, 127], float32 [outputs, inputs], without gradient
  std::vector<int32_t> bias;       // [outputs]
  std::vector<float> scales;       // of the weights: one, or one per output
  std::vector<float> bias_scales;  // likewise: float32 products of the input's scale and the weights'
  double largest_sum = 0;          // no accumulator over int8 inputs is larger in size
};

// Symmetric weight scales max|w| / 127: one for weights [outputs, inputs], or one per row.
std::vector<float> weight_scales(const torch::Tensor& weights, bool per_channel);

// The integers of `weights` on the grid of the scales, one for all of them or one per row.
struct RoundedWeights {
  torch::Tensor values;           // float32, like the weights
  std::vector<int32_t> row_sums;  // of their sizes
};
RoundedWeights round_weights(const torch::Tensor& weights, const std::vector<float>& scales);
// The same in tensor operations, for every device; round_weights() takes one plain loop where it can.
RoundedWeights round_weights_by_tensors(const torch::Tensor& weights, const std::vector<float>& scales);

// weight = round(w / s_w), bias = round(b / float32(s_in * s_w)), halves away from zero.
DenseIntegers dense_integers(const torch::Tensor& weights, const torch::Tensor& bias, float input_scale,
                             const std::vector<float>& scales);

// weight_rows() of whole numbers -> exact sums [rows, outputs]. Computed in float32 where no sum can reach 2^24, in
// double elsewhere; both are exact for whole numbers of that size.
torch::Tensor accumulate(const torch::Tensor& rows, const DenseIntegers& integers);

// One value per output, or one for all, as a tensor that multiplies [n, outputs].
torch::Tensor row_tensor(const std::vector<float>& values, const torch::Device& device);

}  // namespace bitstill::distill
