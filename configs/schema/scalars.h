// Reading a text as a number or a truth value: whole or not at all, the same in every locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace bitstill::configs {

std::optional<int64_t> parse_integer(std::string_view text);
// A finite decimal number.
std::optional<double> parse_number(std::string_view text);
// true or false.
std::optional<bool> parse_truth(std::string_view text);

}  // namespace bitstill::configs
