// What quantisation costs each layer: its signal-to-quantisation-noise ratio.
#pragma once

#include <string>
#include <vector>

#include "codegen/graph/graph.h"
#include "train/models/network.h"

namespace bitstill::distill {

// 10 * log10(sum of float^2 / sum of (float - int8)^2), the float student's activation against the dequantised int8 one
// of the same inputs. The integers' weights may have been trained further, so this counts everything that moved since
// the float student. Infinite where both are equal, minus infinity where the float activation is zero and int8 is not.
struct LayerNoise {
  int tensor = -1;    // TFLite index of the layer's output
  std::string block;  // of the student's plan
  double decibels = 0;
};

double signal_to_noise_decibels(const torch::Tensor& signal, const torch::Tensor& copy);

// One entry per block that the graph computes, in order; blocks a pass took out have none. `inputs` are float
// [n, input shape...] on the student's device, `integers` the same on the artifact's input grid.
std::vector<LayerNoise> measure_layer_noise(train::Network& student, const codegen::Graph& graph,
                                            const torch::Tensor& inputs, const torch::Tensor& integers);

}  // namespace bitstill::distill
