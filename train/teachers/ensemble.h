// Several teachers as one.
#pragma once

#include <memory>
#include <vector>

#include "train/models/model.h"

namespace bitstill::train {

class Ensemble final : public Model {
 public:
  Ensemble(std::vector<std::unique_ptr<Model>> members, bool classification);

  // Of values the mean. Of classes the mean of the members' log-probabilities, which are again logits: the normalised
  // geometric mean of their predictions (Hinton, Vinyals, Dean 2015).
  torch::Tensor forward(torch::Tensor inputs) override;

 private:
  std::vector<std::unique_ptr<Model>> members_;
  bool classification_;
};

}  // namespace bitstill::train
