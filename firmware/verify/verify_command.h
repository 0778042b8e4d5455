// `bitstill verify`: proves that a module computes what the reference executor computes, here or on a board.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "firmware/verify/verify_on_board.h"

namespace bitstill::firmware {

// The whole test set of the run in that folder. Throws Error where it is no run.
using ReadTestSet = std::function<TestSet(const std::string& run)>;

void add_verify_command(CLI::App& app, const ReadTestSet& read_test_set);

}  // namespace bitstill::firmware
