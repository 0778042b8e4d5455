// The smallest weights become zero, more and more of them while the student learns on.
#include <algorithm>
#include <cmath>

#include "distill/compress/step.h"

namespace bitstill::distill {

Prepared prepare_prune(CompressedStudent& student, const configs::CompressConfig& step, train::Run&) {
  const int64_t epochs = step.training.epochs;
  const auto risen = static_cast<int64_t>(std::ceil(step.ramp * static_cast<double>(epochs)));
  const train::Pruning pruning{chosen_layers(student.network->plan(), step), step.sparsity, step.scope == "global",
                               step.ramp, step.exponent};
  return {pruning, std::min(risen, epochs - 1)};
}

}  // namespace bitstill::distill
