// What keys about recordings must be by themselves; each is looked at before a file is opened.
#pragma once

#include <string>
#include <vector>

namespace bitstill::configs {

// {label} once, each placeholder known and apart from the next: "{label}_{speaker}_{index}.wav".
bool is_name_pattern(const std::string& pattern);

// No word twice, none of them empty, longer than a line's 60 bytes, or one of the classes that bitstill adds.
bool are_class_names(const std::vector<std::string>& words);
inline constexpr const char* kClassNames =
    "name a class twice or one that cannot be, expected different words on one line, not 'unknown' and not 'silence'";

}  // namespace bitstill::configs
