// Artifacts with something wrong in them, from artifacts with nothing wrong.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/support/random.h"

namespace bitstill::tests {

struct Artifact {
  std::string name;
  std::vector<uint8_t> bytes;
};

// What the mutations start from: artifacts of random graphs, and the golden models where they are there, small ones
// first.
std::vector<Artifact> honest_artifacts();

// Bytes changed, 32-bit fields overwritten with extremes, the end cut off, a piece of another artifact put in; once or
// a few times. The same seed gives the same bytes.
Artifact mutated(const std::vector<Artifact>& artifacts, uint32_t seed);

}  // namespace bitstill::tests
