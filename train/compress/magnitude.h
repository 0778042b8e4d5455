// Which weights matter least: the smallest.
#pragma once

#include <torch/torch.h>

#include <vector>

namespace bitstill::train {

// 1 for every weight that stays and 0 for the `share` of smallest magnitude, in the weights' shapes; counted over all
// tensors together, or in each by itself. Of equal magnitudes the first ones go first, so that zeros stay pruned and
// the count is exact.
std::vector<torch::Tensor> masks_by_magnitude(const std::vector<torch::Tensor>& weights, double share, bool together);

// Share of zeros among all values.
double sparsity_of(const std::vector<torch::Tensor>& weights);

// Zhu and Gupta 2017, "To prune, or not to prune": from `first` to `last` along a polynomial that rises steeply at
// once and levels out; `progress` in [0, 1].
double polynomial_sparsity(double first, double last, double exponent, double progress);

}  // namespace bitstill::train
