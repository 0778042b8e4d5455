// In which form each layer's weights are held, and what that costs.
#pragma once

#include <string>

#include "codegen/graph/graph.h"

namespace bitstill::codegen::pack {

// Sets Operator::coding of every layer with a choice, and Graph::codings. A layer whose weights are coded has a
// portable kernel; where the ESP32's own was chosen for it, that is what the coded one is held against.
void choose_codings(Graph& graph, const Packing& packing);

// A row for each layer with a choice: its weights, bytes and working memory as they would be and as they are.
std::string print_codings(const Graph& graph);

}  // namespace bitstill::codegen::pack
