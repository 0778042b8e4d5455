// Words that people say often and that nobody has chosen.
#pragma once

#include <span>
#include <string_view>

namespace bitstill::datasets {

// Some hundred English words of one to four syllables, in all sounds of the language.
std::span<const std::string_view> common_words();

}  // namespace bitstill::datasets
