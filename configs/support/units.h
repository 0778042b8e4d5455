// Amounts as people write them: "64KiB" of memory, "5M" multiply-adds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bitstill {

// A number of bytes, whole or decimal, alone or followed by B, KB (1000), KiB (1024), MB or MiB, in either case. "64K"
// is refused: people mean either. Throws Error with what was expected.
int64_t parse_bytes(std::string_view text);

// A number, alone or followed by K, M or G: thousands, millions, thousand millions. Throws Error.
int64_t parse_count(std::string_view text);

// Whether the above would take it.
bool is_bytes(std::string_view text);
bool is_count(std::string_view text);

// "65,536".
std::string with_commas(int64_t number);

}  // namespace bitstill
