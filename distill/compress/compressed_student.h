// The float student after some steps of compression, and its file.
#pragma once

#include <memory>
#include <vector>

#include "train/compress/ties.h"
#include "train/models/network.h"
#include "train/run/run.h"

namespace bitstill::distill {

struct CompressedStudent {
  std::shared_ptr<train::Network> network;  // zeros among its weights are pruned
  std::vector<train::Ties> ties;            // one per layer with weights
};

// Of the run folder after so many steps, on the CPU: 0 is the student as it was trained. Throws Error with the remedy
// where the file is missing or stale.
CompressedStudent load_compressed(train::Run& run, size_t steps);
void save_compressed(train::Run& run, size_t steps, const CompressedStudent& student);

// "run `bitstill distill x.yaml`".
std::string distill_remedy(const train::Run& run);

}  // namespace bitstill::distill
