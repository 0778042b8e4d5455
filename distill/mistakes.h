// Where a classifier errs: the confusion matrix and the mistakes it was surest of.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

namespace bitstill::distill {

// counts[true class][given class]. `scores` [n, classes], `labels` int64 [n]; the given class is the largest score's.
std::vector<std::vector<int64_t>> confusion_matrix(const torch::Tensor& scores, const torch::Tensor& labels);

struct Mistake {
  int64_t index = 0;
  int64_t label = 0;
  int64_t given = 0;
  double confidence = 0;  // probability of the given class
};

// At most `count`, surest first, between equals the earlier sample first. `probabilities` [n, classes].
std::vector<Mistake> surest_mistakes(const torch::Tensor& probabilities, const torch::Tensor& labels, size_t count);

}  // namespace bitstill::distill
