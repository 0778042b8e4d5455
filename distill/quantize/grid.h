// The integer grids: which real numbers an int8 activation can hold. Plain numbers, no LibTorch.
#pragma once

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

// The int8 values an activation saturates at: all of int8's, or those of a fused relu.
struct Limits {
  int32_t low = -128;
  int32_t high = 127;
};

}  // namespace bitstill::distill
