#include "configs/schema/suggest.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace bitstill::configs {

size_t edit_distance(std::string_view from, std::string_view to) {
  std::vector<size_t> above(to.size() + 1);
  std::vector<size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < from.size(); ++i) {
    std::vector<size_t> next{i + 1};
    for (size_t j = 0; j < to.size(); ++j) {
      const size_t replaced = row[j] + (from[i] == to[j] ? 0 : 1);
      next.push_back(std::min({replaced, row[j + 1] + 1, next[j] + 1}));
      const bool swapped = i > 0 && j > 0 && from[i] == to[j - 1] && from[i - 1] == to[j];
      if (swapped) next.back() = std::min(next.back(), above[j - 1] + 1);
    }
    above = std::exchange(row, std::move(next));
  }
  return row.back();
}

std::optional<std::string> closest(std::string_view word, const std::vector<std::string>& words) {
  constexpr size_t kLongestKey = 64;
  if (word.size() > kLongestKey) return std::nullopt;
  std::optional<std::string> best;
  size_t best_distance = std::max<size_t>(word.size() / 3, 1) + 1;
  for (const std::string& candidate : words) {
    const size_t distance = edit_distance(word, candidate);
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace bitstill::configs
