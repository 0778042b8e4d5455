// The test set of a run, for `bitstill verify --test-set`: firmware/ knows no datasets of experiments.
#pragma once

#include <string>

#include "firmware/verify/verify_command.h"

namespace bitstill {

// Of the folder's config and artifact alone: whatever else the run was made with, these are the samples that this
// artifact is tested with. Throws Error where `run` is no run folder with a student, and where its dataset has no clips
// to begin at.
firmware::TestSet read_test_set(const std::string& run, bool from_pcm);

}  // namespace bitstill
