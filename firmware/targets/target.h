// A place where a module can run: its compiler, its emulator and how the check runner is put together for it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace bitstill::firmware {

struct Target {
  std::string name;                         // host | lx106 | esp32
  std::vector<std::string> compiler;        // the program, then arguments it always gets
  std::vector<std::string> flags;           // for compiling and linking
  std::vector<std::string> board_sources;   // of this repository (carried inside the program): the runner's board
  std::vector<std::string> helper_sources;  // what compiled code may call and no library of the compiler has
  std::vector<std::string> link_flags;      // after the sources
  std::vector<std::string> board_flags;     // for the runner only
  std::vector<std::string> emulator;  // the command that runs a program, whose path follows; empty: it runs itself
  std::filesystem::path nm, size;     // of the compiler's binutils; empty on the host

  // "/usr/bin/xtensa-lx106-elf-g++ 12.2.0, /usr/bin/qemu-system-xtensa -cpu lx106".
  std::string description;
};

}  // namespace bitstill::firmware
