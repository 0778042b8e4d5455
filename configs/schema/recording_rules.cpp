#include "configs/schema/recording_rules.h"

#include <algorithm>
#include <regex>
#include <set>

#include "configs/schema/utf8.h"

namespace bitstill::configs {

bool is_name_pattern(const std::string& pattern) {
  constexpr size_t kLongest = 200;
  if (pattern.size() > kLongest) return false;
  static const std::regex kPlaceholder(R"(\{(label|speaker|index|any)\})");
  static const std::regex kTouching(R"(\}\{)");
  const auto begin = std::sregex_iterator(pattern.begin(), pattern.end(), kPlaceholder);
  std::multiset<std::string> names;
  for (auto each = begin; each != std::sregex_iterator(); ++each) names.insert((*each)[1]);
  const auto braces = std::ranges::count_if(pattern, [](char c) { return c == '{' || c == '}'; });
  return names.count("label") == 1 && names.count("speaker") <= 1 && names.size() <= 8 &&
         static_cast<size_t>(braces) == 2 * names.size() && !std::regex_search(pattern, kTouching);
}

bool are_class_names(const std::vector<std::string>& words) {
  const std::set<std::string> different(words.begin(), words.end());
  return different.size() == words.size() && std::ranges::all_of(words, [](const std::string& word) {
           return !word.empty() && one_line(word) == word && word != "unknown" && word != "silence";
         });
}

}  // namespace bitstill::configs
