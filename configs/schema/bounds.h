// Which numbers a config value may take, and the words for it.
#pragma once

#include <limits>
#include <string>

namespace bitstill::configs {

struct Bounds {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_included = true;
  bool high_included = true;

  bool contain(double value) const;
  // "of at least 1", "from 0 to 1", "above 0 and below 1".
  std::string text() const;
};

constexpr Bounds between(double low, double high) { return {low, high, true, true}; }
constexpr Bounds above(double low, double high) { return {low, high, false, true}; }
constexpr Bounds below(double low, double high) { return {low, high, true, false}; }
constexpr Bounds inside(double low, double high) { return {low, high, false, false}; }

}  // namespace bitstill::configs
