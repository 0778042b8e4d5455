// Which layers are computed on two cores at once.
#pragma once

#include <string>

#include "codegen/graph/graph.h"

namespace bitstill::codegen::cores {

// Divides every layer into two halves, one for each core, that has kernels for it and enough work that waking a core
// does not cost more than it saves; for tests, every one that can be. Sets Graph::workers.
void divide_layers(Graph& graph, bool wherever_it_can = false);

// One line for each layer that is divided.
std::string print_division(const Graph& graph);

}  // namespace bitstill::codegen::cores
