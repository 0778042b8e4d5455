// What a module costs on each emulated target: instructions per inference and per layer, code, parameters, RAM, stack.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "firmware/cycles/model.h"
#include "firmware/targets/count.h"
#include "firmware/targets/module_folder.h"
#include "firmware/targets/sizes.h"
#include "firmware/targets/target.h"

namespace bitstill::firmware {

// Of a module's audio front-end, per hop of samples.
struct FrontEndCost {
  int64_t hop_samples = 0;
  int64_t sample_rate = 0;   // Hz
  int64_t instructions = 0;  // the mean over a clip of noise
  int64_t maximum = 0;
  int64_t stack_bytes = 0;
};

struct TargetCost {
  std::string target;
  std::string toolchain;
  ModuleSizes sizes;
  int64_t samples = 0;                            // of the module's own, the first; instructions are counted on these
  std::optional<InstructionCounts> instructions;  // nothing where there is a compiler and no emulator
  std::optional<TwoCoreCounts> two_cores;         // of a module that divides layers
  std::optional<FrontEndCost> front_end;          // the same, or where the module has none
  std::optional<ModelledCycles> cycles;           // of the ESP32's pipeline, and on esp32 only
  std::string cycles_missing;                     // why there are none, where there should be
};

constexpr int64_t kCountedSamples = 16;

// Throws Error where the module does not compile or does not run there.
TargetCost measure_cost(const ModuleFolder& module, const Target& target, int64_t most_samples = kCountedSamples);

// Of one inference, on the module's first sample; of a module that divides layers, as long as its two cores take.
// Throws Error as above, and where nothing emulates the target.
int64_t instructions_of_one(const ModuleFolder& module, const Target& target);

}  // namespace bitstill::firmware
