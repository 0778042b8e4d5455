#include "distill/quantize/grid.h"

#include <algorithm>
#include <cmath>

namespace bitstill::distill {

Grid activation_grid(float low, float high, float least_scale) {
  const double from = std::min(low, 0.0F);
  const double to = std::max(high, 0.0F);
  const float scale = std::max(static_cast<float>((to - from) / 255), least_scale);
  const double zero_point = std::round(-128 - from / static_cast<double>(scale));
  return {scale, static_cast<int32_t>(std::clamp(zero_point, -128.0, 127.0))};
}

}  // namespace bitstill::distill
