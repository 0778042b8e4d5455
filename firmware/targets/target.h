// A place where a module can run: its compiler, its emulator and how the check runner is put together for it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace bitstill::firmware {

// How an emulated core's clock runs. The emulator gives every instruction 2^instruction_shift nanoseconds.
struct EmulatedClock {
  int64_t tick_nanoseconds = 25;
  int instruction_shift = 7;
};

struct Target {
  std::string name;                         // host | lx106 | lx106-mac16 | esp32 | cortex-m4 | rv32imc
  std::vector<std::string> compiler;        // the program, then arguments it always gets
  std::vector<std::string> flags;           // for compiling and linking, after -O2
  std::vector<std::string> assembler;       // for kernels in assembly, once preprocessed; empty: the compiler's own
  std::vector<std::string> board_sources;   // of this repository (carried inside the program): the runner's board
  std::vector<std::string> serial_sources;  // what a board on a line wants besides
  std::vector<std::string> helper_sources;  // what compiled code may call and no library of the compiler has
  std::vector<std::string> link_flags;      // after the sources
  std::vector<std::string> board_flags;     // for the runner only
  std::vector<std::string> emulator;  // the command that runs a program, whose path follows; empty: it runs itself
  std::vector<std::string> exact_emulator_flags;  // after the emulator's name, for modules with kernels in assembly
  EmulatedClock clock;
  std::string exception_note;      // what to know of the numbers of its exceptions: "0 is an illegal instruction"
  std::filesystem::path nm, size;  // of the compiler's binutils; empty on the host

  // The emulator's command for a module, whose program's path follows.
  std::vector<std::string> emulator_for(bool assembly) const;

  // "/usr/bin/xtensa-lx106-elf-g++ 12.2.0, /usr/bin/qemu-system-xtensa -cpu lx106".
  std::string description;
};

// Compiles for the target with -O0, -O1, -O2 (what else is done), -O3 or -Os.
void optimize(Target& target, const std::string& level);

}  // namespace bitstill::firmware
