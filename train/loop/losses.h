// How wrong a batch of outputs is, as the number that training makes small.
#pragma once

#include <torch/torch.h>

#include <functional>

#include "configs/schema/experiment.h"
#include "train/loop/samples.h"

namespace bitstill::train {

// A batch's mean loss, differentiable, from a model's outputs [n, outputs] and the samples they belong to.
using LossFunction = std::function<torch::Tensor(const torch::Tensor& outputs, const Samples& samples)>;

// Cross-entropy for classes, mean squared error for values. Of blended classes each counts by its share.
torch::Tensor supervised_loss(const torch::Tensor& outputs, const Samples& samples);

// The same with the config's label smoothing (Szegedy et al. 2016) and class weights; balanced, a class weighs
// n / (classes * its samples in `train`). Throws Error, naming `place`, where these do not fit the dataset.
LossFunction make_supervised_loss(const configs::TrainingConfig& config, const configs::Place& place,
                                  const Samples& train, int64_t outputs);

}  // namespace bitstill::train
