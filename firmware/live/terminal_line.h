// The last line of a terminal, written over again and again; nothing where standard error is no terminal.
#pragma once

#include <string>

namespace bitstill::firmware {

class TerminalLine {
 public:
  TerminalLine();
  ~TerminalLine() { clear(); }
  TerminalLine(const TerminalLine&) = delete;
  TerminalLine& operator=(const TerminalLine&) = delete;

  void show(const std::string& text);
  // To be called before anything else is printed.
  void clear();

 private:
  bool terminal_;
  bool shown_ = false;
};

}  // namespace bitstill::firmware
