#include "configs/support/units.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <span>

#include "configs/support/error.h"

namespace bitstill {
namespace {

constexpr int64_t kLargest = int64_t{1} << 50;

struct Unit {
  std::string_view name;  // in capitals
  int64_t factor;
};

constexpr Unit kByteUnits[] = {{"", 1},       {"B", 1},          {"KB", 1'000},
                               {"KIB", 1024}, {"MB", 1'000'000}, {"MIB", 1024 * 1024}};
constexpr Unit kCountUnits[] = {{"", 1}, {"K", 1'000}, {"M", 1'000'000}, {"G", 1'000'000'000}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<int64_t> factor_of(std::string_view word, std::span<const Unit> units) {
  std::string capitals(word);
  for (char& c : capitals) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  const auto unit = std::ranges::find(units, capitals, &Unit::name);
  if (unit == units.end()) return std::nullopt;
  return unit->factor;
}

// Digits, perhaps a point and up to six more digits, perhaps spaces, a unit; in whole numbers all the way.
std::optional<int64_t> amount(std::string_view text, std::span<const Unit> units) {
  size_t at = 0;
  int64_t number = 0, divisor = 1;
  for (; at < text.size() && is_digit(text[at]) && number <= kLargest; ++at) number = 10 * number + (text[at] - '0');
  if (at == 0 || number > kLargest) return std::nullopt;
  if (at < text.size() && text[at] == '.') {
    const size_t point = at++;
    for (; at < text.size() && is_digit(text[at]) && at - point <= 6; ++at) {
      number = 10 * number + (text[at] - '0');
      divisor *= 10;
    }
    if (divisor == 1) return std::nullopt;
  }
  while (at < text.size() && text[at] == ' ') ++at;
  const auto factor = factor_of(text.substr(at), units);
  if (!factor || number > INT64_MAX / *factor) return std::nullopt;
  const int64_t result = number * *factor / divisor;
  return result > kLargest ? std::nullopt : std::optional(result);
}

}  // namespace

bool is_bytes(std::string_view text) { return amount(text, kByteUnits).has_value(); }
bool is_count(std::string_view text) { return amount(text, kCountUnits).has_value(); }

int64_t parse_bytes(std::string_view text) {
  if (const auto bytes = amount(text, kByteUnits)) return *bytes;
  throw Error(
      fmt::format("'{}' is no amount of memory: expected bytes such as 65536, 64KiB (1024 each) or 64KB (1000)", text));
}

int64_t parse_count(std::string_view text) {
  if (const auto count = amount(text, kCountUnits)) return *count;
  throw Error(fmt::format("'{}' is no amount: expected a number such as 5000000, 5000K or 5M", text));
}

std::string with_commas(int64_t number) {
  const std::string digits = std::to_string(number);
  std::string text;
  for (size_t i = 0; i < digits.size(); ++i) {
    const bool grouped = i > 0 && digits[i - 1] != '-' && (digits.size() - i) % 3 == 0;
    if (grouped) text += ',';
    text += digits[i];
  }
  return text;
}

}  // namespace bitstill
