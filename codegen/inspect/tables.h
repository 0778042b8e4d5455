// What `bitstill inspect` prints beside the graph: layers with their weights, and flash by layer as bars.
#pragma once

#include <string>

#include "codegen/inspect/characters.h"
#include "codegen/inspect/footprint.h"

namespace bitstill::codegen {

// One line per layer: multiply-adds, flash with a bar, bytes of the arena alive while it runs.
std::string layer_table(const Footprint& whole, const Characters& characters);

}  // namespace bitstill::codegen
