#include "configs/schema/bounds.h"

#include <fmt/format.h>

namespace bitstill::configs {

bool Bounds::contain(double value) const {
  return (low_included ? value >= low : value > low) && (high_included ? value <= high : value < high);
}

std::string Bounds::text() const {
  if (low_included && high_included) return fmt::format("from {} to {}", low, high);
  return fmt::format("{} {} and {} {}", low_included ? "at least" : "above", low, high_included ? "at most" : "below",
                     high);
}

}  // namespace bitstill::configs
