// Rewrites of the integer graph that keep every output byte; each is one file, run in this order.
#pragma once

#include "codegen/graph/graph.h"

namespace bitstill::codegen::passes {

// Computes operators that read nothing but constants; their outputs become constants.
void fold_constants(Graph& graph);

// Takes out operators that leave every byte as it was (reshape, requantising to the same grid): readers of their output
// read their input instead. One between a graph input and a graph output stays: there something must be copied.
void remove_identities(Graph& graph);

// A convolution pads by itself: rows and columns that a PAD puts around its input with the input's zero point are what
// it takes for outside the image anyway.
void fuse_pad(Graph& graph);

// Two functions of one int8 value, one after the other, are one: the second's table of the first's. Requantising is
// such a function.
void fuse_lookups(Graph& graph);

// A function that only clamps (RELU on an unchanged grid) is done by the operator before it, which clamps anyway.
void fuse_activations(Graph& graph);

void run_all(Graph& graph);

}  // namespace bitstill::codegen::passes
