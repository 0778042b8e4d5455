// What runs inside the block before it.
#pragma once

#include <torch/torch.h>

#include "train/models/plan.h"

namespace bitstill::train {

torch::Tensor activate(const torch::Tensor& x, FusedActivation activation);

}  // namespace bitstill::train
