#include "configs/schema/csv_rules.h"

#include <set>
#include <string_view>

namespace bitstill::configs {

bool is_separator(const std::string& text) {
  return text.size() == 1 && std::string_view("\t ,;:|/!#&~^").find(text[0]) != std::string_view::npos;
}

bool every_column_has_one_role(const CsvTableConfig& config) {
  std::set<std::string> seen(config.inputs.begin(), config.inputs.end());
  seen.insert(config.targets.begin(), config.targets.end());
  size_t named = config.inputs.size() + config.targets.size();
  if (!config.group.empty()) {
    seen.insert(config.group);
    ++named;
  }
  return seen.size() == named;
}

}  // namespace bitstill::configs
