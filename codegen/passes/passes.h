// Rewrites of the integer graph that keep every output byte; each is one file, run in this order.
#pragma once

#include "codegen/graph/graph.h"

namespace bitstill::codegen::passes {

// Takes out operators that leave every byte as it was (reshape, requantising to the same grid): readers of their output
// read their input instead. One between a graph input and a graph output stays: there something must be copied.
void remove_identities(Graph& graph);

void run_all(Graph& graph);

}  // namespace bitstill::codegen::passes
