// Modelled cycles of an ESP32 for what an inference executed: the pipeline's, and the flash cache's as a term of its
// own.
#pragma once

#include <cstdint>
#include <vector>

#include "firmware/cycles/flash_speed.h"
#include "firmware/cycles/pipeline.h"
#include "firmware/cycles/trace.h"

namespace bitstill::firmware {

struct CycleCount {
  int64_t instructions = 0;
  int64_t waits = 0;      // for operands
  int64_t transfers = 0;  // lost at branches, jumps, calls, returns
  int64_t fetches = 0;    // of lines from flash

  int64_t pipeline() const { return instructions + waits + transfers; }
  int64_t cycles(const FlashSpeed& flash) const { return pipeline() + fetches * line_fetch_cycles(flash); }

  CycleCount& operator+=(const CycleCount& other);
};

CycleCount count_cycles(const ExecutionTrace& trace, const LayerTrace& layer);

// A stretch that follows itself: the body of an inner loop.
struct InnerLoop {
  size_t layer = 0;  // the first that runs it, of ExecutionTrace::layers
  int64_t rounds = 0;
  StretchCost cost;  // of one round after another
  std::vector<Instruction> body;

  int64_t instructions() const { return rounds * static_cast<int64_t>(body.size()); }
  double cycles_per_instruction() const { return static_cast<double>(cost.cycles) / static_cast<double>(body.size()); }
};

// Those with at least `share` of the inference's instructions, the heaviest first.
std::vector<InnerLoop> inner_loops(const ExecutionTrace& trace, double share);

struct ModelledCycles {
  std::vector<CycleCount> layers;
  CycleCount between;  // the call, and what follows the last layer
  CycleCount total;
  std::vector<InnerLoop> loops;  // with a hundredth of the instructions or more
};

ModelledCycles model_cycles(const ExecutionTrace& trace, size_t layers);

}  // namespace bitstill::firmware
