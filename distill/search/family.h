// The students of a family: one for every width, depth and kernel that a search may choose.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "configs/schema/experiment.h"

namespace bitstill::distill {

struct Candidate {
  configs::LayerConfig preset;

  // "ds_cnn, width 0.5, 4 blocks, kernel 3".
  std::string text() const;
  // "ds_cnn_w0.5_b4_k3", of its stages.
  std::string name() const;
};

// In a fixed order. A family without kernels has one of each width and depth.
std::vector<Candidate> candidates_of(const configs::SearchConfig& search);

}  // namespace bitstill::distill
