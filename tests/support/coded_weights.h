// Models whose weights are as pruning and clustering leave them, made from models whose weights are not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace bitstill::tests {

// The artifact with that share of each layer's smallest weights set to zero, and the others to at most `values` - 1
// different ones. Constants of fewer than 16 bytes stay as they are.
std::vector<uint8_t> pruned_and_clustered(std::vector<uint8_t> artifact, double zeros, size_t values);

// The same of a list of weights.
std::vector<int8_t> pruned_and_clustered(std::vector<int8_t> weights, double zeros, size_t values);

}  // namespace bitstill::tests
