#include "train/run/steps.h"

#include <cmath>

namespace bitstill::train {

std::vector<configs::CompressConfig> compression_steps(const configs::ExperimentConfig& config) {
  std::vector<configs::CompressConfig> steps;
  for (const configs::CompressConfig& listed : config.compress) {
    const int64_t rounds = listed.kind == "prune_channels" ? listed.rounds : 1;
    for (int64_t left = rounds; left > 0; --left) {
      configs::CompressConfig step = listed;
      if (rounds > 1) step.sparsity = 1 - std::pow(1 - listed.sparsity, 1 / static_cast<double>(rounds));
      step.rounds = left;
      steps.push_back(std::move(step));
    }
  }
  return steps;
}

}  // namespace bitstill::train
