// Instructions that one inference takes on an emulated core, and the stack it uses.
//
// The emulator gives every instruction the same time and the core's clock ticks at least as often: on Xtensa an
// instruction takes 128 ns and a tick 25, on the Cortex-M4 128 and 40, on RISC-V 1 and 1. So n instructions after the
// clock started it reads n times that quotient, rounded down: counts are exact and repeatable. The clock has 32 bits
// and wraps after 838 million instructions on Xtensa, 1,342 million on the Cortex-M4, 4,294 million on RISC-V; between
// two readings it may wrap once, so a single layer (observed) or inference beyond that is out of reach. These are
// instructions, not the cycles of a real pipeline.
#pragma once

#include <cstdint>
#include <vector>

#include "firmware/targets/runner_output.h"
#include "firmware/targets/target.h"

namespace bitstill::firmware {

// Turns readings of the core's wrapping clock, given in the order they were taken, into instructions since it started.
class InstructionClock {
 public:
  explicit InstructionClock(const EmulatedClock& rate) : rate_(rate) {}

  int64_t instructions_at(uint32_t reading);

 private:
  EmulatedClock rate_;
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

// What each of two cores executes, means over the samples. Neither counts waiting.
struct TwoCoreCounts {
  int64_t first = 0;    // calls run(), computes one half of each divided layer and the others whole
  int64_t second = 0;   // the other halves
  int64_t longest = 0;  // of each divided layer only the half that takes longer: how long an inference is
  int64_t busier() const { return first > second ? first : second; }
};

// From a runner that stands in for the other core: the halves of each layer run one after the other, with the clock
// read between them.
TwoCoreCounts count_two_cores(RunnerOutput& runner, const EmulatedClock& clock, int64_t samples);

// Of the runner's first sample alone, one call of Network::run() in the code that ships.
int64_t count_inference(RunnerOutput& shipped, const EmulatedClock& clock);

InstructionCounts count_instructions(RunnerOutput& shipped, RunnerOutput& observed, const ModuleFolder& module,
                                     const EmulatedClock& clock, int64_t samples);

}  // namespace bitstill::firmware
