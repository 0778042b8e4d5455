// The steps of compression as stages: what the config lists, with every round of a step by itself.
#pragma once

#include <vector>

#include "configs/schema/experiment.h"

namespace bitstill::train {

// Of a step with several rounds each stands alone: its sparsity is the round's share of what is there then, and its
// `rounds` are those still to come, this one included.
std::vector<configs::CompressConfig> compression_steps(const configs::ExperimentConfig& config);

}  // namespace bitstill::train
