#include "distill/quantize/grid.h"

#include <algorithm>
#include <cmath>

#include "distill/quantize/straight_through.h"

namespace bitstill::distill {

Grid activation_grid(float low, float high, float least_scale) {
  const double from = std::min(low, 0.0F);
  const double to = std::max(high, 0.0F);
  const float scale = std::max(static_cast<float>((to - from) / 255), least_scale);
  const double zero_point = std::round(-128 - from / static_cast<double>(scale));
  return {scale, static_cast<int32_t>(std::clamp(zero_point, -128.0, 127.0))};
}

torch::Tensor weight_scales(const torch::Tensor& weights, bool per_channel) {
  const torch::Tensor sizes = weights.detach().abs();
  const torch::Tensor largest = per_channel ? sizes.amax(1) : sizes.max().reshape({1});
  // A row of zeros still needs a scale on which its bias fits 32 bits.
  return torch::maximum(largest, largest.max() / 65536).div(127).clamp_min(kLeastScale);
}

IntegerActivation quantize(const torch::Tensor& real, const Grid& grid) {
  const torch::Tensor steps = round_straight_through(real / grid.scale);
  return {torch::clamp(steps, -128 - grid.zero_point, 127 - grid.zero_point), grid};
}

}  // namespace bitstill::distill
