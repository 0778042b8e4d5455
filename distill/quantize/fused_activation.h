// The activation inside a block, on the output's grid.
#pragma once

#include "distill/quantize/grid.h"
#include "train/models/plan.h"

namespace bitstill::distill {

// The int8 values that it saturates at.
Limits fused_limits(train::FusedActivation activation, const Grid& output);

}  // namespace bitstill::distill
