// Cross-layer equalisation: neighbouring dense layers exchange scale until their weights use one grid equally well.
#pragma once

#include <vector>

#include "distill/quantize/fold.h"
#include "train/models/plan.h"

namespace bitstill::distill {

// `layers` are the plan's dense blocks in order, batch norm folded in. Where one dense layer feeds the next through
// nothing, a relu, a dropout or a flatten of what is flat already, neuron i of the first is divided by
// s_i = sqrt(r1_i * r2_i) / r2_i and its weights in the second are multiplied by it, r1_i and r2_i being the largest
// weights into and out of it (Nagel et al. 2019, "Data-Free Quantization Through Weight Equalization and Bias
// Correction", section 4.1). The network computes the same function; afterwards every neuron's weights reach equally
// far in both layers. A relu6, sigmoid or tanh in between does not pass a factor on, so there nothing is done.
void equalize(std::vector<FoldedDense>& layers, const train::NetworkPlan& plan);

}  // namespace bitstill::distill
