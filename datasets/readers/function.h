// Samples of a one-dimensional function: the input is x, the target is f(x). Nothing is stored; a sample is drawn anew,
// and identically, whenever it is asked for.
#pragma once

#include "configs/schema/experiment.h"
#include "datasets/dataset.h"

namespace bitstill::datasets {

// f by its name in the config. Throws Error for a name that is not there.
double evaluate_function(const std::string& name, double x);

// x is uniform over the range, on a fine grid that is dealt out to the three splits, so that no x can be in two of
// them. Noise is added to training targets only.
Splits open_function(const configs::FunctionConfig& config, int64_t seed);

}  // namespace bitstill::datasets
