// `bitstill verify`: proves that a module computes what the reference executor computes, here or on a board.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "firmware/verify/verify_on_board.h"

namespace bitstill::firmware {

// What a network was tested with, one sample after the other, and the right output of each (empty where outputs are no
// classes).
struct TestSet {
  std::vector<uint8_t> samples;
  std::vector<int64_t> classes;
};

// The whole test set of the run in that folder, as the network's inputs or `from_pcm` as clips of 16-bit samples.
// Throws Error where it is no run, or has no clips.
using ReadTestSet = std::function<TestSet(const std::string& run, bool from_pcm)>;

void add_verify_command(CLI::App& app, const ReadTestSet& read_test_set);

}  // namespace bitstill::firmware
