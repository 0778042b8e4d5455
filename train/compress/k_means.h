// Numbers in groups around few values: Lloyd's algorithm on a line.
#pragma once

#include <torch/torch.h>

#include <string>

namespace bitstill::train {

struct Clusters {
  torch::Tensor centroids;  // float32 [clusters], ascending; groups that nothing belongs to are left out
  torch::Tensor members;    // int64 [n]: the centroid of each value
};

// `values` float32 [n], n > 0. `initialization` as Han et al. 2016, "Deep Compression", have it: linear (evenly between
// the smallest and the largest value), density (evenly along their cumulative distribution) or random (values drawn
// from LibTorch's generator). Each step moves every centroid to the mean of its members; ends when none moves.
Clusters k_means(const torch::Tensor& values, int64_t count, const std::string& initialization);

}  // namespace bitstill::train
