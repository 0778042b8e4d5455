#include "firmware/live/terminal_line.h"

#include <unistd.h>

#include <cstdio>

namespace bitstill::firmware {

TerminalLine::TerminalLine() : terminal_(::isatty(STDERR_FILENO) == 1) {}

void TerminalLine::show(const std::string& text) {
  if (!terminal_) return;
  std::fprintf(stderr, "\r%s\x1b[K", text.c_str());
  std::fflush(stderr);
  shown_ = true;
}

void TerminalLine::clear() {
  if (shown_) std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
  shown_ = false;
}

}  // namespace bitstill::firmware
