#include "train/teachers/ensemble.h"

namespace bitstill::train {

Ensemble::Ensemble(std::vector<std::unique_ptr<Model>> members, bool classification)
    : members_(std::move(members)), classification_(classification) {
  for (const auto& member : members_) member->eval();
}

torch::Tensor Ensemble::forward(torch::Tensor inputs) {
  torch::Tensor sum;
  for (const auto& member : members_) {
    torch::Tensor answer = member->forward(inputs);
    if (classification_) answer = torch::log_softmax(answer, 1);
    sum = sum.defined() ? sum + answer : answer;
  }
  return sum / static_cast<double>(members_.size());
}

}  // namespace bitstill::train
