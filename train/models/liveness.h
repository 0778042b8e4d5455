// How long what a block computes is needed.
#pragma once

#include "train/models/plan.h"

namespace bitstill::train {

// For every block the position of the last block that reads it; its own where none does.
std::vector<int> last_readers(const NetworkPlan& plan);

// Blocks that leave every value where it is: they need no memory of their own on a device.
bool keeps_bytes(BlockKind kind);

// The most bytes of activations, one per value, that any block needs at once: what it reads, what it writes, and what
// later blocks read. The network's input and output are among them. No arrangement in memory can be smaller, unless
// operators are fused or write over what they read.
int64_t liveness_bytes(const NetworkPlan& plan);

}  // namespace bitstill::train
