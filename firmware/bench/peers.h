// What TFLite Micro needs for public models, to stand beside our numbers: the same models, compilers, emulators and
// optimisation (-O2), counted the same way.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bitstill::firmware {

// Of one model on one target; 0 where nobody counted.
struct PeerCost {
  std::string target;
  int64_t reference_instructions = 0;  // TFLite Micro's reference kernels
  int64_t esp_nn_instructions = 0;     // the same interpreter with Espressif's ESP-NN kernels
  int64_t code_bytes = 0;              // text and read-only data of interpreter and reference kernels
};

struct Peer {
  std::string model;
  std::string artifact_sha256;
  int64_t arena_bytes = 0;  // TFLite Micro's, in its Cortex-M4 build
  std::vector<PeerCost> costs;

  const PeerCost* on(const std::string& target) const;
};

// Nothing where the artifact is none of them.
const Peer* find_peer(const std::string& artifact_sha256);

}  // namespace bitstill::firmware
