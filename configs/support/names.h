// Which names an experiment and its generated module may have.
#pragma once

#include <string_view>

namespace bitstill {

// Whether generated C++ can use `text` as a namespace and every file system as a folder: ASCII letters, digits and
// single underscores, a letter first, at most 64 bytes, and not a word that C++ or the module itself already uses.
bool is_module_name(std::string_view text);

}  // namespace bitstill
