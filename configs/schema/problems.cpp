#include "configs/schema/problems.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace bitstill::configs {

void Problems::add(const Place& place, const std::string& sentence) {
  problems_.push_back({place, place.text() + ": " + sentence});
}

void Problems::add(const Error& error) { problems_.push_back({{}, error.what()}); }

void Problems::throw_if_any() {
  if (problems_.empty()) return;
  const auto order = [](const Problem& problem) {
    const bool placed = problem.place.line > 0;
    return std::tuple(placed ? problem.place.line : std::numeric_limits<int>::max(), problem.place.column);
  };
  std::stable_sort(problems_.begin(), problems_.end(),
                   [&](const Problem& a, const Problem& b) { return order(a) < order(b); });
  std::string text;
  for (const Problem& problem : problems_) {
    if (!text.empty()) text += '\n';
    text += problem.text;
  }
  throw Error(text);
}

}  // namespace bitstill::configs
