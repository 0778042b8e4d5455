// How much each output of a layer matters.
#pragma once

#include <string>
#include <vector>

#include "train/loop/losses.h"
#include "train/models/network.h"

namespace bitstill::train {

// One tensor [outputs] per layer with weights, larger where the output matters more. `criterion`:
// l1, l2: mean and root mean square of the sizes of the output's weights; batch_norm: the size of its gain (Liu et al.
// 2017, "Network Slimming"), ones where a layer has none; taylor: the square of what the loss would change, to first
// order, were the output zero (Molchanov et al. 2019), summed over batches of `samples`.
std::vector<torch::Tensor> importance(Network& network, const std::string& criterion, const Samples& samples);

}  // namespace bitstill::train
