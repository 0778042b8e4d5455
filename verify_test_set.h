// The test set of a run, for `bitstill verify --test-set`: firmware/ knows no datasets of experiments.
#pragma once

#include <string>

#include "firmware/verify/verify_on_board.h"

namespace bitstill {

// Every test sample as the device reads it, and its class where outputs are classes. Throws Error where `run` is no run
// folder with a student.
firmware::TestSet read_test_set(const std::string& run);

}  // namespace bitstill
