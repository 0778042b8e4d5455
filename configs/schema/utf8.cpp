#include "configs/schema/utf8.h"

#include <cstdint>

namespace bitstill::configs {
namespace {

bool is_control(char character) {
  const auto byte = static_cast<uint8_t>(character);
  return byte < 0x20 || byte == 0x7f;
}

bool is_continuation(char character) { return (static_cast<uint8_t>(character) & 0xc0) == 0x80; }

// Bytes of the character that begins with `lead`; 0 where no character does.
size_t character_bytes(char character) {
  const auto lead = static_cast<uint8_t>(character);
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  if (lead >= 0xf0 && lead < 0xf5) return 4;
  return 0;
}

}  // namespace

bool is_text(std::string_view bytes) {
  while (!bytes.empty()) {
    const char first = bytes.front();
    if (is_control(first) && first != '\t' && first != '\n' && first != '\r') return false;
    const size_t size = character_bytes(first);
    if (size == 0 || size > bytes.size()) return false;
    for (const char rest : bytes.substr(1, size - 1)) {
      if (!is_continuation(rest)) return false;
    }
    bytes.remove_prefix(size);
  }
  return true;
}

std::string one_line(std::string_view text) {
  constexpr size_t kLongest = 60;
  const bool cut = text.size() > kLongest;
  size_t end = cut ? kLongest : text.size();
  while (cut && end > 0 && is_continuation(text[end])) --end;
  std::string line(text.substr(0, end));
  for (char& character : line) {
    if (is_control(character)) character = ' ';
  }
  return cut ? line + "..." : line;
}

}  // namespace bitstill::configs
