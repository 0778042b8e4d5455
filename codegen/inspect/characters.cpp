#include "codegen/inspect/characters.h"

#include <cstdlib>
#include <string>

namespace bitstill::codegen {

const Characters& terminal_characters() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* const value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string locale = value;
    for (const char* utf8 : {"UTF-8", "utf-8", "UTF8", "utf8"}) {
      if (locale.find(utf8) != std::string::npos) return kBlockCharacters;
    }
    return kAsciiCharacters;
  }
  return kAsciiCharacters;
}

}  // namespace bitstill::codegen
