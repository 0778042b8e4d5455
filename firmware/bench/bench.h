// What a module costs on each emulated target: instructions per inference and per layer, code, parameters, RAM, stack.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "firmware/targets/count.h"
#include "firmware/targets/module_folder.h"
#include "firmware/targets/sizes.h"
#include "firmware/targets/target.h"

namespace bitstill::firmware {

struct TargetCost {
  std::string target;
  std::string toolchain;
  ModuleSizes sizes;
  int64_t samples = 0;                            // of the module's own, the first; instructions are counted on these
  std::optional<InstructionCounts> instructions;  // nothing where there is a compiler and no emulator
};

constexpr int64_t kCountedSamples = 16;

// Throws Error where the module does not compile or does not run there.
TargetCost measure_cost(const ModuleFolder& module, const Target& target, int64_t most_samples = kCountedSamples);

}  // namespace bitstill::firmware
