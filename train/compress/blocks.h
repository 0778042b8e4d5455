// Whole residual blocks that can go: what they add is left out, their shortcut stays.
#pragma once

#include <vector>

#include "train/models/plan.h"

namespace bitstill::train {

struct ResidualBlock {
  size_t add = 0;              // position of the addition in the plan
  std::vector<size_t> layers;  // positions of what only the addition needs
};

// Those whose shortcut alone gives what the sum would: the same shape, and, where a relu follows the sum, nothing that
// the relu would still clamp.
std::vector<ResidualBlock> removable_blocks(const NetworkPlan& plan);

// The plan with the shortcut in the sum's place and without what then serves nobody.
NetworkPlan plan_without_blocks(const NetworkPlan& plan, const std::vector<size_t>& adds);

}  // namespace bitstill::train
