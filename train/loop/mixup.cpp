#include "train/loop/mixup.h"

namespace bitstill::train {

Samples blend(const Samples& batch, double alpha, at::Generator& generator) {
  const torch::Tensor gammas = at::_standard_gamma(torch::full({2}, alpha, torch::kDouble), generator);
  const double share = (gammas[0] / gammas.sum().clamp_min(1e-300)).item<double>();
  const torch::Tensor partners = torch::randperm(batch.size(), generator, torch::kInt64).to(batch.inputs.device());
  const Samples others = batch.select(partners);
  Samples blended;
  blended.inputs = share * batch.inputs + (1 - share) * others.inputs;
  blended.targets = batch.targets;
  if (batch.classification()) {
    blended.other_targets = others.targets;
    blended.share = share;
  } else {
    blended.targets = share * batch.targets + (1 - share) * others.targets;
  }
  return blended;
}

}  // namespace bitstill::train
