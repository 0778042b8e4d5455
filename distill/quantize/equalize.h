// Cross-layer equalisation: neighbouring layers share their weight ranges, before anything is rounded.
#pragma once

#include <vector>

#include "distill/quantize/fold.h"

namespace bitstill::distill {

// A channel between two dense layers may be divided by s in the first and multiplied by s in the second, because
// relu(x / s) = relu(x) / s for s > 0. With s = sqrt(r1 * r2) / r2, where r1 is the largest weight into the channel and
// r2 the largest out of it, both become sqrt(r1 * r2), and one scale per tensor fits all channels (Nagel et al. 2019,
// "Data-Free Quantization Through Weight Equalization and Bias Correction"). Pairs follow each other until nothing
// moves. Layers with a relu6, a sigmoid or a tanh between them are left alone, and so are dead channels, convolutions
// (whose weights have a scale per channel anyway) and layers that more than one block reads.
//
// `layers` holds one entry per block with weights of the plan; what they compute stays the same, up to float rounding.
void equalize(std::vector<FoldedDense>& layers, const train::NetworkPlan& plan);

}  // namespace bitstill::distill
