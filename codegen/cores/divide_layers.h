// Which layers are computed on two cores at once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "codegen/graph/graph.h"

namespace bitstill::codegen::cores {

// So many bytes may a module for the ESP32 take beyond the arena of the portable one, both cores' working memory among
// them.
constexpr int64_t kMostExtraBytes = 8192;

// Divides layers into two halves, one for each core: those that have kernels for it and enough work that waking a core
// does not cost more than it saves, the heaviest first. Of the ways to divide a layer it takes the fastest with which
// the arena stays within kMostExtraBytes; a layer that has none stays whole. Sets Graph::workers.
void divide_layers(Graph& graph);

// For tests: every layer that can be, one way after the other, whatever memory it takes.
void divide_all_layers(Graph& graph);

// One line for each layer that could be divided.
std::string print_division(const Graph& graph);

}  // namespace bitstill::codegen::cores
