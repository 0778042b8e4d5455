// What the emulated ARM and RISC-V targets share: semihosting, picolibc's memory functions, freestanding flags.
#pragma once

#include <string>
#include <vector>

#include "firmware/targets/detect.h"

namespace bitstill::firmware {

// Where an emulated machine has memory for code and for everything else.
struct MachineMemory {
  uint32_t code, code_bytes, data, data_bytes;
};

struct SemihostingMachine {
  std::string target;  // "cortex-m4"
  std::string compiler, compiler_packages;
  std::string emulator, emulator_package;
  std::vector<std::string> core_flags;  // of the compiler
  std::vector<std::string> machine;     // of the emulator
  std::string start_source;
  MachineMemory memory;
  EmulatedClock clock;
  std::string exception_note;
};

// Looks for the machine's compiler and emulator on PATH.
Detected detect_semihosting(const SemihostingMachine& machine);

}  // namespace bitstill::firmware
