#include "firmware/targets/xtensa.h"

#include <fmt/format.h>

#include "firmware/targets/detect.h"

namespace bitstill::firmware {
namespace {

// Debian's C headers for Xtensa, for compilers that come without; only types and declarations are used.
constexpr const char* kHeaders = "/usr/lib/xtensa-lx106-elf/include";

}  // namespace

Target xtensa_target(const std::string& name, const std::filesystem::path& compiler,
                     const std::filesystem::path& emulator, const SimulatedCore& core) {
  Target target;
  target.name = name;
  target.compiler = {compiler.string()};
  target.flags = {"-mlongcalls",
                  "-mtext-section-literals",
                  "-ffunction-sections",
                  "-fdata-sections",
                  "-nostdlib",
                  "-nostartfiles",
                  "-idirafter",
                  kHeaders,
                  "-fno-threadsafe-statics"};
  target.board_sources = {"firmware/boards/xtensa_sim/board.cpp"};
  target.serial_sources = {"firmware/boards/xtensa_sim/serial_common.cpp",
                           "firmware/boards/xtensa_sim/line_simulator.cpp"};
  target.helper_sources = {"firmware/boards/xtensa_sim/memory.cpp"};
  target.board_flags = {"-Wl,--undefined=_reset"};
  target.link_flags = {"-T", "firmware/boards/xtensa_sim/sim.ld", "-Wl,--gc-sections,--no-warn-rwx-segments",
                       fmt::format("-Wl,--defsym=sim_reset_origin={:#x},--defsym=sim_vectors_origin={:#x},"
                                   "--defsym=sim_ram_origin={:#x}",
                                   core.reset, core.vectors, core.ram),
                       "-lgcc"};
  target.emulator = {emulator.string(),   "-M",           "sim",      "-cpu", core.name, "-icount",
                     "shift=7,sleep=off", "-semihosting", "-display", "none", "-serial", "none",
                     "-monitor",          "none",         "-kernel"};
  // Where an instruction loads a register that it also multiplies, QEMU 7.2 would multiply what it loads.
  target.exact_emulator_flags = {"-singlestep"};
  target.exception_note = "0 is an illegal instruction";
  target.nm = binutil_of(compiler, "nm");
  target.size = binutil_of(compiler, "size");
  target.description = fmt::format("{} {}, {}", compiler.string(), compiler_version(target.compiler),
                                   emulator.empty() ? "no emulator" : emulator.string() + " -cpu " + core.name);
  return target;
}

}  // namespace bitstill::firmware
