// An activation as whole numbers in a tensor, on its way through the fake-quantised network.
#pragma once

#include <torch/torch.h>

#include "distill/quantize/grid.h"

namespace bitstill::distill {

// `values` are q - zero_point, whole numbers in floats.
struct IntegerActivation {
  torch::Tensor values;
  Grid grid;

  torch::Tensor real() const { return values * grid.scale; }
  torch::Tensor int8() const { return (values.detach() + grid.zero_point).to(torch::kInt8); }
};

// Reals onto a grid: round half away from zero, add the zero point, saturate. Gradients pass where nothing saturates.
IntegerActivation quantize(const torch::Tensor& real, const Grid& grid);

// The same in tensor operations, for every device and type; quantize() takes one plain loop where it can.
IntegerActivation quantize_by_tensors(const torch::Tensor& real, const Grid& grid);

// Whether `tensor` lies where a plain loop can read it: float32 on the CPU.
bool plain_floats(const torch::Tensor& tensor);

}  // namespace bitstill::distill
