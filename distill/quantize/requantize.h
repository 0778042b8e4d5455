// From an accumulator to the output's grid, in the device's own integer arithmetic.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

#include "codegen/arithmetic/rounding.h"
#include "distill/quantize/grid.h"

namespace bitstill::distill {

// accumulator -> output step, one per tensor or one per output channel, as TFLite derives it: with one weight scale the
// product input * weight is taken in float32, with one per channel in double.
std::vector<arithmetic::Scale> requantize_scales(float input_scale, const std::vector<float>& weight_scales,
                                                 float output_scale);
// The same of convolutions, which take every product in double.
std::vector<arithmetic::Scale> convolution_scales(float input_scale, const std::vector<float>& weight_scales,
                                                  float output_scale);

// arithmetic::multiply on a tensor of whole numbers in int64, one scale for all or one per entry of the last dimension.
torch::Tensor multiply(const torch::Tensor& x, const std::vector<arithmetic::Scale>& scales);

struct Requantization {
  std::vector<arithmetic::Scale> scales;
  int32_t zero_point = 0;
  Limits limits;
};

struct Requantized {
  torch::Tensor values;  // q - zero_point, float32 [n, outputs]
  torch::Tensor inside;  // float32: 1 where the limits left the value alone, else 0
};

// accumulator [n, outputs] of whole numbers in float32 or double; every value is what codegen/arithmetic/rounding.h
// computes, bit for bit. No gradient.
Requantized requantize(const torch::Tensor& accumulator, const Requantization& how);

// The same in tensor operations, for every device; requantize() takes one plain loop where it can.
Requantized requantize_by_tensors(const torch::Tensor& accumulator, const Requantization& how);

}  // namespace bitstill::distill
