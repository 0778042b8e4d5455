// Texts of an artifact's author inside emitted code, whatever bytes they are of.
#pragma once

#include <string>

namespace bitstill::codegen {

// A C++ string literal; anything but plain ASCII becomes an octal escape, and no two question marks make a trigraph.
std::string literal(const std::string& text);

// What may stand in a // comment: one line of plain ASCII that no backslash carries on into the next.
std::string comment_text(const std::string& text);

}  // namespace bitstill::codegen
