// Mixup (Zhang et al. 2018): a network that also sees blends of samples draws smoother lines between classes.
#pragma once

#include "train/loop/samples.h"

namespace bitstill::train {

// Every sample of the batch blended with another of it, all by one share drawn from Beta(alpha, alpha), alpha > 0.
// Values to predict are blended, of classes both are kept with their shares. The teacher's answers are dropped: they
// belong to the unblended inputs.
Samples blend(const Samples& batch, double alpha, at::Generator& generator);

}  // namespace bitstill::train
