// Runs an integer network in plain integers: what the device computes, byte for byte, without the artifact.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "distill/quantize/integer_network.h"

namespace bitstill::distill {

// inputs: any number of samples on the network's input grid, one after the other. Gives the outputs of every block in
// order, of all samples.
std::vector<std::vector<int8_t>> simulate(const IntegerNetwork& network, std::span<const int8_t> inputs);

}  // namespace bitstill::distill
