// The machine we run on, with the C++ compiler that CXX names or the first of the usual ones.
#include <fmt/format.h>

#include <cstdlib>
#include <sstream>

#include "firmware/targets/detect.h"
#include "firmware/targets/find_program.h"

namespace bitstill::firmware {
namespace {

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

// CXX may carry arguments, "ccache g++".
std::vector<std::string> host_compiler() {
  const char* const variable = std::getenv("CXX");
  for (const std::string candidate : {variable == nullptr ? "" : variable, "c++", "g++", "clang++"}) {
    auto words = words_of(candidate);
    if (words.empty()) continue;
    const auto program = find_program(words[0]);
    if (!program) continue;
    words[0] = program->string();
    return words;
  }
  return {};
}

}  // namespace

Detected detect_host() {
  Target target;
  target.name = "host";
  target.compiler = host_compiler();
  if (target.compiler.empty()) {
    return {std::nullopt, "no C++ compiler found on PATH (tried $CXX, c++, g++, clang++); install g++ or set CXX"};
  }
  target.board_sources = {"firmware/boards/host/board.cpp"};
  target.serial_sources = {"firmware/boards/host/serial_board.cpp"};
  target.description = fmt::format("{} {}", target.compiler[0], compiler_version(target.compiler));
  return {std::move(target), ""};
}

}  // namespace bitstill::firmware
