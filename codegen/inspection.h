// A graph's layers, sizes and memory plan as JSON, for pages and programs; `bitstill inspect` prints the same as text.
#pragma once

#include <nlohmann/json.hpp>

#include "codegen/graph/graph.h"

namespace bitstill::codegen {

// {artifact_sha256, macs, parameter_bytes, input_bytes, output_bytes, arena_bytes, liveness_bytes,
//  layers: [{name, operator, tensor, output_shape, macs, parameter_bytes}], in order of execution,
//  memory: [{tensor, written_by, bytes, offset, first, last}]}
// `tensor` is the TFLite index of what is written; `first` and `last` are positions in `layers`, both included.
nlohmann::ordered_json inspection(const Graph& graph);

}  // namespace bitstill::codegen
