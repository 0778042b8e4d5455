#include "codegen/emit/literal.h"

#include <fmt/format.h>

namespace bitstill::codegen {
namespace {

bool is_plain(char c) { return c >= ' ' && c <= '~'; }

}  // namespace

std::string literal(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const bool trigraph = c == '?' && quoted.back() == '?';
    if (c == '"' || c == '\\' || trigraph) {
      quoted += std::string("\\") + c;
    } else if (!is_plain(c)) {
      quoted += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

std::string comment_text(const std::string& text) {
  constexpr size_t kLongest = 60;
  std::string plain;
  for (const char c : text.substr(0, kLongest)) plain += is_plain(c) && c != '\\' && c != '?' ? c : '_';
  return plain;
}

}  // namespace bitstill::codegen
