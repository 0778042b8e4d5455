// The integer grids: which real numbers an int8 tensor can hold.
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace bitstill::distill {

// real = scale * (q - zero_point), q in [-128, 127]. The scale is the very float32 that the artifact stores.
struct Grid {
  float scale = 1;
  int32_t zero_point = 0;

  bool operator==(const Grid&) const = default;
};

// Scales never fall below this, so that a tensor of zeros does not divide by zero.
constexpr float kLeastScale = 1e-8F;

// The activation grid that spans [low, high], widened to hold 0 exactly: scale = range / 255, at least `least_scale`.
Grid activation_grid(float low, float high, float least_scale = kLeastScale);

// TFLite fixes the outputs of these operators: logistic and softmax 1/256 from -128, tanh 1/128 around 0.
constexpr Grid kSigmoidGrid{1.0F / 256, -128};
constexpr Grid kTanhGrid{1.0F / 128, 0};
constexpr Grid kSoftmaxGrid{1.0F / 256, -128};

// Symmetric weight scales max|w| / 127: float32 [1], or [outputs] with one per row.
torch::Tensor weight_scales(const torch::Tensor& weights, bool per_channel);

// An activation on its way through the fake-quantised network: `values` are q - zero_point, whole numbers in floats.
struct IntegerActivation {
  torch::Tensor values;
  Grid grid;

  torch::Tensor real() const { return values * grid.scale; }
  torch::Tensor int8() const { return (values.detach() + grid.zero_point).to(torch::kInt8); }
};

// Reals onto a grid: round half away from zero, add the zero point, saturate. Gradients pass where nothing saturates.
IntegerActivation quantize(const torch::Tensor& real, const Grid& grid);

}  // namespace bitstill::distill
