#include "codegen/arithmetic/quantize_multiplier.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "configs/support/error.h"

namespace bitstill::arithmetic {

Scale quantize_multiplier(double factor) {
  if (!(factor >= 0) || factor >= 2147483648.0) {
    throw Error(fmt::format("the scale factor {} is outside [0, 2^31)", factor));
  }
  if (factor == 0) return {0, 0};
  int exponent = 0;
  const double fraction = std::frexp(factor, &exponent);
  int64_t multiplier = std::llround(fraction * 2147483648.0);
  if (multiplier == int64_t{1} << 31) {
    multiplier /= 2;
    ++exponent;
  }
  if (exponent < -31) return {0, 0};
  return {static_cast<int32_t>(multiplier), exponent};
}

Scale quantize_multiplier_or_zero(double factor) {
  const Scale scale = quantize_multiplier(factor);
  return scale.shift < -30 ? Scale{0, 0} : scale;
}

int32_t input_radius(int integer_bits, int left_shift) {
  const double largest = std::ldexp(static_cast<double>((1 << integer_bits) - 1), 31 - integer_bits - left_shift);
  return static_cast<int32_t>(std::min(std::floor(largest), 2147483647.0));
}

int32_t quantize_bound(float bound, float scale, int32_t zero_point) {
  const float steps = std::round(bound / scale);
  if (!(std::abs(steps) < 1e9F)) return steps < 0 ? INT32_MIN : INT32_MAX;
  return zero_point + static_cast<int32_t>(steps);
}

}  // namespace bitstill::arithmetic
