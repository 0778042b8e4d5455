// What a convolution's window sees, place by place: over these rows a convolution is a dense layer.
#pragma once

#include <torch/torch.h>

#include "train/models/plan.h"

namespace bitstill::distill {

// The rows that a block with weights multiplies. Of a dense block these are its inputs [n, inputs] as they are. Of a
// convolution over images [n, height, width, channels] there is one row for every place of the window:
//   conv_2d     [places, taps * channels], in the order of the weights
//   depthwise   [places, taps, outputs], every tap of the channel that belongs to an output
// Taps outside the image read 0, which on an integer grid is the zero point. Gradients pass.
torch::Tensor weight_rows(const torch::Tensor& input, const train::Block& block);

// The sizes that sums over these rows have as the block's output: [n, output shape...].
std::vector<int64_t> output_sizes(const torch::Tensor& input, const train::Block& block);

// What rows and weights [outputs, values] sum up to, [rows, outputs], and the gradients of both by the sums'. Exact for
// whole numbers whose sums the type can hold.
torch::Tensor weighted_sums(const torch::Tensor& rows, const torch::Tensor& weights, const torch::Tensor& bias);
torch::Tensor gradient_by_weights(const torch::Tensor& by_sum, const torch::Tensor& rows);
torch::Tensor gradient_by_rows(const torch::Tensor& by_sum, const torch::Tensor& weights, const torch::Tensor& rows);

}  // namespace bitstill::distill
