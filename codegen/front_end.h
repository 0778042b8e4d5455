// The audio front-end that an artifact's metadata asks for: entry "front_end" of entry "bitstill".
#pragma once

#include <optional>
#include <string>

#include "codegen/graph/graph.h"
#include "datasets/features/parameters.h"

namespace bitstill::codegen {

// Nothing where there is none. Throws Error where the parameters are damaged, where they give another number of values
// than the graph's one input has, or where those mean something else to it.
std::optional<features::Parameters> front_end_of(const Graph& graph);

// Entry "crop": which part of a longer recording the model was trained on, "loudest" (also where there is no entry),
// "middle" or "start". Throws Error for any other.
std::string crop_of(const Graph& graph);

}  // namespace bitstill::codegen
