// Builds the check runner of a module, feeds it samples on a target and collects what it sends.
#pragma once

#include <cstdint>
#include <filesystem>

#include "firmware/targets/build.h"

namespace bitstill::firmware {

struct Execution {
  const Target& target;
  const ModuleFolder& module;
  std::filesystem::path inputs;  // a file of exactly `samples` samples, of what the runner's source is
  int64_t samples = 0;
  std::filesystem::path folder;  // for everything that is written on the way
};

// The file with the runner's output, to be read as RunnerOutput. Shows progress. Throws Error, in one sentence, where
// the module does not compile, does not end in time (generous, in proportion to its work) or does not end well.
std::filesystem::path execute(const Execution& execution, RunnerKind kind);

// The same with a check runner that is built already, and with more options for the emulator.
std::filesystem::path run_program(const Execution& execution, RunnerKind kind, const std::filesystem::path& program,
                                  const std::vector<std::string>& emulator_options = {});

}  // namespace bitstill::firmware
