// What text pictures are drawn with: block characters where the terminal shows them, plain ASCII elsewhere.
#pragma once

#include <array>
#include <string_view>

namespace bitstill::codegen {

struct Characters {
  std::array<std::string_view, 4> fills;  // of neighbouring tensors
  std::string_view bar;
};

inline constexpr Characters kBlockCharacters{{"░", "▒", "▓", "█"}, "█"};
inline constexpr Characters kAsciiCharacters{{"#", "+", "=", ":"}, "#"};

// By the locale that the environment names: LC_ALL, LC_CTYPE or LANG.
const Characters& terminal_characters();

}  // namespace bitstill::codegen
