// "Did you mean": the word of a list that a mistyped word is closest to.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bitstill::configs {

// Insertions, deletions and replacements of one letter, and swaps of two neighbours (Damerau 1964).
size_t edit_distance(std::string_view from, std::string_view to);

// The closest of `words`, the first of equals; nothing where more than a third of the letters would have to change.
std::optional<std::string> closest(std::string_view word, const std::vector<std::string>& words);

}  // namespace bitstill::configs
