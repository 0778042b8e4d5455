#include "distill/mistakes.h"

#include <algorithm>

namespace bitstill::distill {

std::vector<std::vector<int64_t>> confusion_matrix(const torch::Tensor& scores, const torch::Tensor& labels) {
  const auto classes = static_cast<size_t>(scores.size(1));
  std::vector<std::vector<int64_t>> counts(classes, std::vector<int64_t>(classes, 0));
  const torch::Tensor given = scores.argmax(1).contiguous();
  for (int64_t i = 0; i < labels.size(0); ++i) {
    const auto label = static_cast<size_t>(labels.data_ptr<int64_t>()[i]);
    ++counts[label][static_cast<size_t>(given.data_ptr<int64_t>()[i])];
  }
  return counts;
}

std::vector<Mistake> surest_mistakes(const torch::Tensor& probabilities, const torch::Tensor& labels, size_t count) {
  const torch::Tensor given = probabilities.argmax(1);
  const torch::Tensor confidence = probabilities.gather(1, given.unsqueeze(1)).squeeze(1);
  std::vector<Mistake> mistakes;
  for (int64_t i = 0; i < labels.size(0); ++i) {
    const Mistake mistake{i, labels[i].item<int64_t>(), given[i].item<int64_t>(), confidence[i].item<double>()};
    if (mistake.given != mistake.label) mistakes.push_back(mistake);
  }
  std::ranges::stable_sort(mistakes, std::greater<>(), &Mistake::confidence);
  if (mistakes.size() > count) mistakes.resize(count);
  return mistakes;
}

}  // namespace bitstill::distill
