// A graph's layers, sizes and memory plan as JSON, for pages and programs; `bitstill inspect` prints the same as text.
#pragma once

#include <nlohmann/json.hpp>

#include "codegen/graph/graph.h"

namespace bitstill::codegen {

// {artifact_sha256, macs, parameter_bytes, flash_bytes, input_bytes, output_bytes, arena_bytes, liveness_bytes,
//  lower_bound_bytes, fullest_layer,
//  inputs, outputs: [{tensor, name, type, shape, scale, zero_point}],
//  layers: [{name, operator, parameters, tensor, output_shape, output_scale, output_zero_point, inputs, macs,
//            parameter_bytes, flash_bytes, alive_bytes}], in order of execution,
//  memory: [{tensor, name, written_by, bytes, offset, first, last, over, ahead_bytes}],
//  fused: [{operator, input, output, reason}]}
// `tensor` is the TFLite index of what is written, -1 for working memory; `first` and `last` are positions in `layers`,
// both included. `over` is the tensor that an output is written over, beginning `ahead_bytes` before it; only there
// where one is. Per-channel scales are the weights' and stand in the artifact. flash_bytes: inspect/footprint.h.
nlohmann::ordered_json inspection(const Graph& graph);

}  // namespace bitstill::codegen
