// A source file of this repository carried inside the program, so that an installed `bitstill` needs no checkout.
#pragma once

#include <string_view>

namespace bitstill {

// `path` is relative to the root given to bitstill_embed (embed.cmake), with forward slashes; `text` is the whole file.
struct EmbeddedFile {
  std::string_view path;
  std::string_view text;
};

}  // namespace bitstill
