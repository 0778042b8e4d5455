// Which layers of a module for the ESP32 get kernels of their own, and why.
#pragma once

#include <string>

#include "codegen/graph/graph.h"

namespace bitstill::codegen::esp32 {

// Every operator that has a kernel for the ESP32 gets it where it can compute the layer and is predicted to take fewer
// instructions than the portable one, or, for tests, wherever it can. Sets Graph::target.
void choose_kernels(Graph& graph, bool wherever_it_can = false);

// One line for each layer: its kernel, what was predicted of both, or why there was nothing to choose.
std::string print_choices(const Graph& graph);

}  // namespace bitstill::codegen::esp32
