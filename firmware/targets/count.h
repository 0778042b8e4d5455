// Instructions that one inference takes on an emulated core, and the stack it uses.
//
// The emulator gives every instruction 128 ns and the core's clock register ticks every 25 ns, so n instructions after
// reset it reads 128 n / 25, rounded down: counts are exact and repeatable. The register wraps after 838 million
// instructions; between two readings it may wrap once, so a single layer (observed) or inference beyond that is out of
// reach. These are instructions, not the cycles of a real pipeline.
#pragma once

#include <cstdint>
#include <vector>

#include "firmware/targets/runner_output.h"

namespace bitstill::firmware {

// Turns readings of the core's wrapping clock, given in the order they were taken, into instructions since reset.
class InstructionClock {
 public:
  int64_t instructions_at(uint32_t reading);

 private:
  uint32_t last_ = 0;
  int64_t ticks_ = 0;
};

// Means over the samples, rounded. `total` is one call of Network::run() in the code that ships. A layer's count is
// from the observed build, less the observer's own cost; the call's own few instructions make up the difference to
// `total`.
struct InstructionCounts {
  int64_t total = 0;
  int64_t minimum = 0;  // of the sample that took least
  int64_t maximum = 0;  // of the sample that took most
  std::vector<int64_t> layers;
  int64_t stack_bytes = 0;  // below the caller of run(), of the first sample
};

InstructionCounts count_instructions(RunnerOutput& shipped, RunnerOutput& observed, const ModuleFolder& module,
                                     int64_t samples);

}  // namespace bitstill::firmware
