// What a module will need, layer by layer: constants in flash, bytes of the arena, multiply-adds.
//
// Flash is counted in the constants that the module's text will hold: weights, biases and tables as they are stored,
// 8 bytes for the multiplier and shift of each scale. The code itself, a few KiB that depend on the compiler, is not
// counted here, nor are the shapes of layers, which become part of it; `bitstill bench` measures it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "codegen/graph/graph.h"
#include "codegen/memory/plan.h"

namespace bitstill::codegen {

struct LayerFootprint {
  std::string name;
  std::string operator_name;
  int64_t macs = 0;
  int64_t flash_bytes = 0;  // an array that several layers share counts where it stands
  int64_t alive_bytes = 0;  // of the arena while the operator runs; what is shared in place counts once
};

struct Footprint {
  std::vector<LayerFootprint> layers;  // one per operator, in order of execution
  int64_t flash_bytes = 0;
  int64_t ram_bytes = 0;  // the arena: inputs, outputs and working memory among it
  int64_t macs = 0;
  size_t fullest = 0;  // the operator with the most bytes alive, the first of equals
};

Footprint footprint(const Graph& graph, const MemoryPlan& plan);

// Bytes of the arrays and scales defined in a module's constants, as LayerEmitter writes them.
int64_t constant_bytes(const std::string& text);

}  // namespace bitstill::codegen
