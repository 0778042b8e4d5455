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
// With a compiler but no emulator the target can be compiled for.
Detected detect_esp32(const std::filesystem::path& toolchain_folder);

// What the compiler says of its version, "12.2.0".
std::string compiler_version(const std::vector<std::string>& compiler);

}  // namespace bitstill::firmware
