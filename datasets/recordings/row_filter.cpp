#include "datasets/recordings/row_filter.h"

#include <fmt/format.h>

#include <string_view>

#include "configs/schema/scalars.h"
#include "configs/support/error.h"

namespace bitstill::datasets {
namespace {

struct Comparison {
  std::string_view sign;
  bool (*holds)(double field, double bound);
};

constexpr Comparison kComparisons[] = {
    {"<=", [](double field, double bound) { return field <= bound; }},
    {">=", [](double field, double bound) { return field >= bound; }},
    {"!=", [](double field, double bound) { return field != bound; }},
    {"<", [](double field, double bound) { return field < bound; }},
    {">", [](double field, double bound) { return field > bound; }},
};

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

}  // namespace

bool is_excluded(const std::string& field, const std::string& condition) {
  for (const Comparison& comparison : kComparisons) {
    if (!condition.starts_with(comparison.sign)) continue;
    const auto bound = configs::parse_number(trimmed(std::string_view(condition).substr(comparison.sign.size())));
    if (!bound) {
      throw Error(fmt::format("exclude has '{}', expected a number after {}", condition, comparison.sign));
    }
    const auto number = configs::parse_number(trimmed(field));
    return number && comparison.holds(*number, *bound);
  }
  return field == condition;
}

}  // namespace bitstill::datasets
