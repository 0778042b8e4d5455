// What the thresholds of single words must be by themselves; which words there are, is known later.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace bitstill::configs {

// The number from 0 to 1 that the text is; below 0 where it is none.
double threshold_in(const std::string& text);

bool are_thresholds(const std::vector<std::pair<std::string, std::string>>& thresholds);

}  // namespace bitstill::configs
