// Follows one inference on an emulated Xtensa instruction by instruction, with a plug-in for the emulator.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "firmware/cycles/trace.h"
#include "firmware/targets/execute.h"

namespace bitstill::firmware {

struct TracedInference {
  std::optional<ExecutionTrace> trace;
  std::string missing;  // why there is none: no compiler for the plug-in, or an emulator that takes none
};

// Of the execution's last sample. `program` is its observed check runner.
TracedInference trace_inference(const Execution& execution, const std::filesystem::path& program);

}  // namespace bitstill::firmware
