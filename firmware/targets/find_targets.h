// Which targets this machine can build for and run.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "firmware/targets/target.h"

namespace bitstill::firmware {

struct FoundTargets {
  std::vector<Target> targets;
  std::vector<Target> compile_only;  // there is a compiler, but nothing to run its code
  std::vector<std::string> skipped;  // one sentence for each optional target that cannot run
};

// `on` is host, lx106, lx106-mac16, esp32, cortex-m4 or rv32imc; xtensa, which means lx106 and, where its toolchain is
// found, esp32; or emulated, which means all but the host, as far as they are found. With `assembly`, for a module with
// kernels in assembly, both mean lx106-mac16 as well. Throws Error with the remedy where a target asked for by name is
// not there, or none of several.
FoundTargets find_targets(std::string_view on, bool assembly = false);

// The words that `on` may be.
std::vector<std::string> target_words();

// The folder searched for the ESP32 toolchain after PATH: the environment variable BITSTILL_ESP32_TOOLCHAIN, or what
// the CMake variable of that name said when this program was built.
std::filesystem::path esp32_toolchain_folder();

}  // namespace bitstill::firmware
