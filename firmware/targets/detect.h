// Looks for one target's compiler and emulator; each target has its own file.
#pragma once

#include <optional>

#include "firmware/targets/target.h"

namespace bitstill::firmware {

struct Detected {
  std::optional<Target> target;  // nothing where there is no compiler
  std::string missing;           // what is not there and how to get it, in one sentence; empty: the target can run
};

Detected detect_host();
Detected detect_lx106();
// For modules with the ESP32's own kernels, on machines without an ESP32 toolchain.
Detected detect_lx106_mac16();
// With a compiler but no emulator the target can be compiled for.
Detected detect_esp32(const std::filesystem::path& toolchain_folder);

// With a compiler but no emulator these, too, can be compiled for.
Detected detect_cortex_m4();
Detected detect_rv32imc();

// What the compiler says of its version, "12.2.0".
std::string compiler_version(const std::vector<std::string>& compiler);

// The tool of the same family beside a compiler: xtensa-lx106-elf-g++ and "nm" give xtensa-lx106-elf-nm.
std::filesystem::path binutil_of(const std::filesystem::path& compiler, const std::string& tool);

}  // namespace bitstill::firmware
