// How the input grid is chosen.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "configs/support/error.h"
#include "datasets/features/check.h"
#include "datasets/features/front_end.h"

namespace bitstill::features {
namespace {

constexpr int kStepsPerDeviation = 32;  // a byte holds four deviations to each side

// The multipliers that stand for `factors` steps per unit, with as many bits as they may have.
void set_multipliers(const std::vector<double>& factors, Normalization& normalization) {
  const double largest = *std::ranges::max_element(factors);
  while (normalization.shift < kLargestShift &&
         std::ldexp(largest, normalization.shift + 1) <= static_cast<double>(kLargestMultiplier)) {
    ++normalization.shift;
  }
  for (const double factor : factors) {
    const double multiplier = std::round(std::ldexp(factor, normalization.shift));
    normalization.multiplier.push_back(
        static_cast<int32_t>(std::clamp(multiplier, 1.0, static_cast<double>(kLargestMultiplier))));
  }
}

}  // namespace

Normalization fit_normalization(std::span<const int16_t> rows, int64_t coefficients) {
  const auto columns = static_cast<size_t>(std::max<int64_t>(coefficients, 0));
  if (columns == 0 || rows.empty() || rows.size() % columns != 0) {
    throw Error(fmt::format("front-end: {} features to learn the normalisation from, expected whole rows of {}",
                            rows.size(), coefficients));
  }
  const auto count = static_cast<double>(rows.size() / columns);
  Normalization normalization;
  normalization.scale = 1.0f / kStepsPerDeviation;
  std::vector<double> factors;
  for (size_t column = 0; column < columns; ++column) {
    int64_t sum = 0, squares = 0;
    for (size_t i = column; i < rows.size(); i += columns) {
      sum += rows[i];
      squares += static_cast<int64_t>(rows[i]) * rows[i];
    }
    const double mean = static_cast<double>(sum) / count;
    const double variance = static_cast<double>(squares) / count - mean * mean;
    normalization.centre.push_back(static_cast<int32_t>(std::lround(mean)));
    factors.push_back(kStepsPerDeviation / std::sqrt(std::max(variance, 1.0)));  // what never changes has no deviation
  }
  set_multipliers(factors, normalization);
  return normalization;
}

Normalization fixed_normalization(double scale, int64_t zero_point, int64_t coefficients) {
  Normalization normalization;
  normalization.centre.assign(static_cast<size_t>(coefficients), 0);
  normalization.zero_point = static_cast<int32_t>(zero_point);
  normalization.scale = static_cast<float>(scale);
  set_multipliers(std::vector<double>(static_cast<size_t>(coefficients), 1 / (kFeatureUnits * scale)), normalization);
  return normalization;
}

}  // namespace bitstill::features
