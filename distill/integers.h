// The artifact of a run, computed by the reference executor over many samples at once.
#pragma once

#include <vector>

#include "codegen/graph/graph.h"
#include "train/run/run.h"

namespace bitstill::distill {

// Throws Error with the remedy where the run has no student.tflite yet.
codegen::Graph load_artifact(const train::Run& run);

// `inputs` is int8 [n, input shape...] on the artifact's input grid. For each of the graph's `tensors`, by TFLite
// index: int8 [n, bytes of one sample]. Throws Error where a sample has not the size that the artifact takes.
std::vector<torch::Tensor> run_integers(const codegen::Graph& graph, const torch::Tensor& inputs,
                                        const std::vector<int>& tensors);

// scale * (q - zero_point), in float.
torch::Tensor real_values(const codegen::Tensor& tensor, const torch::Tensor& integers);

}  // namespace bitstill::distill
