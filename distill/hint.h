// Hints (Romero et al. 2015, "FitNets"): besides its answers the student imitates what a layer of the teacher says, as
// far as a linear projection of one of its own layers can.
#pragma once

#include <memory>

#include "configs/schema/experiment.h"
#include "train/models/network.h"

namespace bitstill::distill {

// The block of `plan` named `name`; "" is the one that the last dense layer reads. `place` and `key` are for the
// message. Throws Error, listing the names, where there is none.
size_t hint_block(const train::NetworkPlan& plan, const std::string& name, const configs::Place& place,
                  const std::string& key);

// A frozen teacher: [n, input shape...] -> [n, outputs + width], its answers and then its hint, images averaged over
// their pixels, in units of the hint's standard deviation over `inputs`.
class HintingTeacher final : public train::Model {
 public:
  HintingTeacher(std::shared_ptr<train::Network> teacher, size_t block, const torch::Tensor& inputs,
                 const torch::Device& device);
  torch::Tensor forward(torch::Tensor inputs) override;

 private:
  std::shared_ptr<train::Network> teacher_;
  size_t block_;
  torch::Tensor deviation_;
};

// A student while it learns: in training mode [n, outputs + teacher_width], its logits and then its projected hint; in
// evaluation mode its logits alone.
class HintedStudent final : public train::Model {
 public:
  HintedStudent(std::shared_ptr<train::Network> student, size_t block, int64_t teacher_width);
  torch::Tensor forward(torch::Tensor inputs) override;

 private:
  std::shared_ptr<train::Network> student_;
  size_t block_;
  torch::nn::Linear projection_{nullptr};
};

}  // namespace bitstill::distill
