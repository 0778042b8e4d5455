#include "firmware/targets/semihosting.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "firmware/targets/find_program.h"
#include "firmware/targets/process.h"

namespace bitstill::firmware {
namespace {

// A compiler without picolibc has no <string.h> and no memcpy.
bool has_picolibc(const std::string& compiler) {
  const Finished finished = run_process({.words = {compiler, "-print-file-name=picolibc.specs"}});
  return finished.exit_code == 0 && finished.text.starts_with('/');
}

Target target_of(const SemihostingMachine& machine, const std::string& compiler, const std::string& emulator) {
  Target target;
  target.name = machine.target;
  target.compiler = {compiler};
  target.flags = machine.core_flags;
  target.flags.insert(target.flags.end(), {"--specs=picolibc.specs", "-nostdlib", "-nostartfiles",
                                           "-ffunction-sections", "-fdata-sections", "-fno-threadsafe-statics"});
  target.board_sources = {"firmware/boards/semihosting/board.cpp", machine.start_source};
  target.board_flags = {"-Wl,--undefined=_reset"};
  const MachineMemory& memory = machine.memory;
  target.link_flags = {"-T", "firmware/boards/semihosting/semihosting.ld", "-Wl,--gc-sections,--no-warn-rwx-segments",
                       fmt::format("-Wl,--defsym=board_code_origin={:#x},--defsym=board_code_bytes={:#x},"
                                   "--defsym=board_data_origin={:#x},--defsym=board_data_bytes={:#x}",
                                   memory.code, memory.code_bytes, memory.data, memory.data_bytes),
                       "-Wl,--start-group,-lc,-lgcc,--end-group"};
  if (!emulator.empty()) {
    target.emulator = {emulator};
    target.emulator.insert(target.emulator.end(), machine.machine.begin(), machine.machine.end());
    target.emulator.insert(target.emulator.end(),
                           {"-icount", fmt::format("shift={},sleep=off", machine.clock.instruction_shift),
                            "-semihosting", "-display", "none", "-serial", "none", "-monitor", "none", "-kernel"});
  }
  target.clock = machine.clock;
  target.exception_note = machine.exception_note;
  target.nm = binutil_of(compiler, "nm");
  target.size = binutil_of(compiler, "size");
  target.description =
      fmt::format("{} {}, {}", compiler, compiler_version(target.compiler),
                  emulator.empty() ? "no emulator" : fmt::format("{} {}", emulator, fmt::join(machine.machine, " ")));
  return target;
}

}  // namespace

Detected detect_semihosting(const SemihostingMachine& machine) {
  const auto compiler = find_program(machine.compiler);
  if (!compiler || !has_picolibc(compiler->string())) {
    return {std::nullopt, fmt::format("no {} with picolibc on PATH; install the packages {}", machine.compiler,
                                      machine.compiler_packages)};
  }
  const auto emulator = find_program(machine.emulator);
  Target target = target_of(machine, compiler->string(), emulator.value_or("").string());
  if (emulator) return {std::move(target), ""};
  return {std::move(target),
          fmt::format("no {} on PATH; install the package {}", machine.emulator, machine.emulator_package)};
}

}  // namespace bitstill::firmware
