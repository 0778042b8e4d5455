// What a student learns from: the teacher's answers and the right ones.
#pragma once

#include "configs/schema/experiment.h"
#include "train/loop/meters.h"

namespace bitstill::distill {

// Classes (Hinton, Vinyals, Dean 2015): alpha * T^2 * KL(teacher || student) + (1 - alpha) * cross-entropy, both soft
// distributions at temperature T, the mean over the batch. Values: alpha * MSE to the teacher + (1 - alpha) * MSE to
// the target. `samples` must carry the teacher's outputs unless alpha is 0;
// `hard` is the loss to the targets.
torch::Tensor distillation_loss(const torch::Tensor& outputs, const train::Samples& samples,
                                const configs::DistillationConfig& config,
                                const train::LossFunction& hard = train::supervised_loss);

// The same where `outputs` are [n, outputs + hint], and the teacher's too, plus weight * MSE between the hints; where
// the outputs end before the hint, as in evaluation, without it. `logits` says how many outputs are answers.
torch::Tensor hinted_loss(const torch::Tensor& outputs, const train::Samples& samples, int64_t logits,
                          const configs::DistillationConfig& config, const train::LossFunction& hard);

}  // namespace bitstill::distill
