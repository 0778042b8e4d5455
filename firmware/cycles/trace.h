// What one inference executed, as the plug-in count_stretches.cpp writes it down: which stretches of instructions, in
// which order and how often, layer by layer, and how many lines of flash were fetched.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "firmware/cycles/instruction.h"

namespace bitstill::firmware {

// How often one stretch followed another; -1 is where counting began or was taken up again.
struct Flow {
  int from = -1;
  int to = 0;
  int64_t count = 0;
};

struct LayerTrace {
  std::vector<Flow> flows;
  int64_t constant_fetches = 0;  // lines of flash with weights and other constants
  int64_t code_fetches = 0;      // lines of flash with instructions and their literals
};

struct ExecutionTrace {
  std::vector<std::vector<Instruction>> stretches;
  std::vector<LayerTrace> layers;  // and at last what followed the last layer
};

// Throws Error where the text is not the plug-in's, whole.
ExecutionTrace parse_trace(const std::string& text);

// Instructions that the flows amount to.
int64_t executed(const ExecutionTrace& trace, const LayerTrace& layer);

}  // namespace bitstill::firmware
