// Telling text from binary, and making any text fit for one line of a message.
#pragma once

#include <string>
#include <string_view>

namespace bitstill::configs {

// Well-formed UTF-8 without control characters other than tab and line ends.
bool is_text(std::string_view bytes);

// At most 60 bytes, without line ends and other control characters.
std::string one_line(std::string_view text);

}  // namespace bitstill::configs
