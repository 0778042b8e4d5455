// Runs the listener of a module on a target: what it says of a recording, hop by hop, and what it costs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "codegen/detector/detector.h"
#include "firmware/targets/module_folder.h"
#include "firmware/targets/target.h"

namespace bitstill::firmware {

struct ListenerRun {
  std::vector<int8_t> scores;  // of every inference, one after the other
  std::vector<detector::Detection> detections;
  std::vector<int64_t> instructions;  // of each hop with an inference; zeros where the target has no clock
  int64_t stack_bytes = 0;            // of such a hop, below the caller
};

// `recording`: samples at the front-end's rate; what is no whole hop at its end is not heard. `folder` must exist;
// everything is written there. Throws Error where the listener does not compile (warnings are errors) or does not run
// to its end.
ListenerRun run_listener(const Target& target, const ModuleFolder& module, std::span<const int16_t> recording,
                         const std::filesystem::path& folder);

}  // namespace bitstill::firmware
