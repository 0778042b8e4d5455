// What the emulated Xtensa targets share: QEMU's bare `sim` machine, its memory, freestanding flags.
#pragma once

#include "firmware/targets/target.h"

namespace bitstill::firmware {

// Where the memory of QEMU's `sim` machine begins with one of its cores.
struct SimulatedCore {
  std::string name;
  uint32_t reset, vectors, ram;
};

// Everything but the start-up code and the helpers, which depend on the ABI. Instructions are counted with an emulated
// clock of 128 ns an instruction that the core sees as 25 ns a tick; see count.h.
Target xtensa_target(const std::string& name, const std::filesystem::path& compiler,
                     const std::filesystem::path& emulator, const SimulatedCore& core);

}  // namespace bitstill::firmware
