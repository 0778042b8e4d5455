#include "configs/schema/detection_rules.h"

#include <algorithm>

#include "configs/schema/scalars.h"

namespace bitstill::configs {

double threshold_in(const std::string& text) {
  const double value = parse_number(text).value_or(-1);
  return value <= 1 ? value : -1;
}

bool are_thresholds(const std::vector<std::pair<std::string, std::string>>& thresholds) {
  return std::ranges::all_of(thresholds, [](const auto& entry) { return threshold_in(entry.second) >= 0; });
}

}  // namespace bitstill::configs
