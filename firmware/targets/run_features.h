// Runs the front-end of a module on a target: what it computes of whole clips and of streams, and what it costs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "datasets/features/parameters.h"
#include "firmware/targets/module_folder.h"
#include "firmware/targets/target.h"

namespace bitstill::firmware {

struct FeaturesRun {
  std::vector<int8_t> whole;          // of each clip at once, clip after clip
  std::vector<int8_t> streamed;       // hop by hop; the same number of bytes
  std::vector<int64_t> instructions;  // of each hop that completed a frame; zeros where the target has no clock
  int64_t stack_bytes = 0;            // of a whole clip, below the caller
};

// `clips`: whole clips of the front-end's length. `folder` must exist; everything is written there. Throws Error where
// the front-end does not compile (warnings are errors) or does not run to its end.
FeaturesRun run_features(const Target& target, const ModuleFolder& module, const features::Parameters& front_end,
                         std::span<const int16_t> clips, const std::filesystem::path& folder);

}  // namespace bitstill::firmware
