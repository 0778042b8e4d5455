// Which blocks must have one grid: an int8 concatenation copies bytes, so all that it joins are quantised alike.
#pragma once

#include <vector>

#include "train/models/plan.h"

namespace bitstill::distill {

// For every block the position of the concatenation whose range is its output's too, or -1. Concatenations that join
// the same block, or each other, are one: the last of them. Pools and reshapes hand on their input's grid and have none
// of their own.
std::vector<int> shared_grid_owners(const train::NetworkPlan& plan);

}  // namespace bitstill::distill
