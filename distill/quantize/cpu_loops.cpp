#include "distill/quantize/cpu_loops.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace bitstill::distill::cpu {
namespace {

// |x| < 2^31. Taking the whole part through int32 keeps the loops free of calls, so that they vectorise.
float round_half_away(float x) {
  const auto whole = static_cast<float>(static_cast<int32_t>(x));
  const float rest = x - whole;
  return whole + (rest >= 0.5F ? 1.0F : 0.0F) - (rest <= -0.5F ? 1.0F : 0.0F);
}

float round_between(float x, float low, float high) {
  const float above = x > low ? x : low;
  return round_half_away(above < high ? above : high);
}

// No accumulator of a network that ships lies outside; a diverging training's may.
int32_t to_int32(double x) { return static_cast<int32_t>(std::clamp(x, double{INT32_MIN}, double{INT32_MAX})); }

}  // namespace

void round_to_grid(const float* real, int64_t count, const Grid& grid, float* values) {
  const auto low = static_cast<float>(-128 - grid.zero_point);
  const auto high = static_cast<float>(127 - grid.zero_point);
  for (int64_t i = 0; i < count; ++i) values[i] = round_between(real[i] / grid.scale, low, high);
}

// Without their signs, floats order like their bit patterns.
void row_magnitudes(const Matrix<float>& matrix, float* largest) {
  for (int64_t row = 0; row < matrix.rows; ++row) {
    const float* values = matrix.values + row * matrix.columns;
    int32_t bits = 0;
    for (int64_t i = 0; i < matrix.columns; ++i) {
      bits = std::max(bits, std::bit_cast<int32_t>(values[i]) & INT32_MAX);
    }
    largest[row] = std::bit_cast<float>(bits);
  }
}

void round_weights(const Matrix<float>& weights, const float* scales, bool per_row, float* rounded, int32_t* row_sums) {
  for (int64_t row = 0; row < weights.rows; ++row) {
    const float scale = scales[per_row ? row : 0];
    const float* from = weights.values + row * weights.columns;
    float* to = rounded + row * weights.columns;
    int32_t sum = 0;
    for (int64_t i = 0; i < weights.columns; ++i) {
      to[i] = round_between(from[i] / scale, -127, 127);
      sum += static_cast<int32_t>(std::abs(to[i]));
    }
    row_sums[row] = sum;
  }
}

template <class Number>
void requantize(const Matrix<Number>& accumulator, const RequantizeLoop& loop, float* values, float* inside) {
  for (int64_t i = 0, row = 0; row < accumulator.rows; ++row) {
    for (int64_t column = 0; column < accumulator.columns; ++column, ++i) {
      const arithmetic::Scale scale = loop.scales[loop.per_column ? column : 0];
      const int32_t q =
          arithmetic::multiply(to_int32(static_cast<double>(accumulator.values[i])), scale) + loop.zero_point;
      const int32_t clamped = arithmetic::clamp(q, loop.limits.low, loop.limits.high);
      values[i] = static_cast<float>(clamped - loop.zero_point);
      inside[i] = q == clamped ? 1.0F : 0.0F;
    }
  }
}

template void requantize(const Matrix<float>&, const RequantizeLoop&, float*, float*);
template void requantize(const Matrix<double>&, const RequantizeLoop&, float*, float*);

}  // namespace bitstill::distill::cpu
