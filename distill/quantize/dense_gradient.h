// The backward pass of a quantised layer with weights, for values that were computed without one.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "distill/quantize/dense_integers.h"
#include "distill/quantize/grid.h"
#include "distill/quantize/requantize.h"

namespace bitstill::distill {

// What the layer computed from its input, and from what; the README derives the gradients.
struct DenseStep {
  float input_scale = 1;
  Grid grid;  // the output's
  DenseIntegers integers;
  torch::Tensor accumulator;  // [rows, outputs]
  Requantization how;
  Requantized output;
};

// A scale that is learned: its parameter, and what the gradient of the scale is multiplied by to become the
// parameter's. Empty tensors where the scale is observed.
struct ScaleLeaf {
  torch::Tensor ratio = torch::empty(0);
  torch::Tensor gain = torch::empty(0);
  bool only_upwards = false;  // the scale stands at its lower bound
};

struct DenseLeaves {
  torch::Tensor rows;     // of the values of the IntegerActivation, as weight_rows() makes them
  torch::Tensor weights;  // real, [outputs, values]
  torch::Tensor bias;     // real, [outputs]
  ScaleLeaf weight_scale;
  ScaleLeaf output_scale;
};

// step.output.values, with gradients for the leaves: rounding passes them on, limits stop them.
torch::Tensor with_gradient(const DenseStep& step, const DenseLeaves& leaves);

}  // namespace bitstill::distill
