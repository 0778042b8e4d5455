// The arena over time, drawn in text: operators from left to right, addresses from bottom to top, every tensor a
// rectangle from the operator that writes it to the last one that reads it.
#pragma once

#include <string>

#include "codegen/inspect/characters.h"
#include "codegen/memory/plan.h"

namespace bitstill::codegen {

// Where an output lies over its input, the output is seen. Ends with a newline.
std::string arena_text(const Graph& graph, const MemoryPlan& plan, const Characters& characters);

}  // namespace bitstill::codegen
