// From an accumulator to the output's grid, in the device's own integer arithmetic.
#pragma once

#include <torch/torch.h>

#include <cstdint>

#include "distill/quantize/grid.h"

namespace bitstill::distill {

// The factors accumulator -> output step, one per tensor or one per output channel, as TFLite derives them: with one
// weight scale the product input * weight is taken in float32, with one per channel in double.
struct RequantizeFactors {
  torch::Tensor real;        // double [1] or [outputs]
  torch::Tensor multiplier;  // int64, codegen/arithmetic's Scale
  torch::Tensor shift;       // int64

  static RequantizeFactors make(float input_scale, const torch::Tensor& weight_scales, float output_scale);
};

// Where the output saturates: int8's limits, or those of a fused relu.
struct Limits {
  int32_t low = -128;
  int32_t high = 127;
};

// accumulator [n, outputs] of whole numbers -> q - zero_point, float32. The value is what
// codegen/arithmetic/rounding.h computes, bit for bit; the gradient is that of accumulator * factor inside the limits.
torch::Tensor requantize(const torch::Tensor& accumulator, const RequantizeFactors& factors, int32_t zero_point,
                         const Limits& limits);

}  // namespace bitstill::distill
