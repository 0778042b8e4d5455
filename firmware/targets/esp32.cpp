// An ESP32-shaped core: windowed ABI, zero-overhead loops, MULSH; a compiler from ESP-IDF or any other of its name, and
// a QEMU whose `sim` machine has a core with the same instructions.
#include <fmt/format.h>

#include "firmware/targets/detect.h"
#include "firmware/targets/find_program.h"
#include "firmware/targets/xtensa.h"

namespace bitstill::firmware {

Detected detect_esp32(const std::filesystem::path& toolchain_folder) {
  const std::string places = toolchain_folder.empty() ? "PATH" : "PATH or in " + toolchain_folder.string();
  const auto compiler = find_program("xtensa-esp32-elf-g++", toolchain_folder);
  if (!compiler) {
    return {std::nullopt,
            fmt::format("no xtensa-esp32-elf-g++ on {}; set BITSTILL_ESP32_TOOLCHAIN to its folder", places)};
  }
  const auto emulator = find_program("qemu-system-xtensa-esp32", toolchain_folder);
  Target target = xtensa_target("esp32", *compiler, emulator.value_or(""), {"de233_fpu", 0xfe000000, 0x2000, 0x3000});
  target.flags.push_back("-DBITSTILL_KERNELS_IN_IRAM=1");  // as on the chip; sim.ld keeps them apart from flash
  target.board_sources.push_back("firmware/boards/xtensa_sim/start_windowed.S");
  if (emulator) return {std::move(target), ""};
  return {std::move(target), fmt::format("found {} but no qemu-system-xtensa-esp32 on {}; stock QEMU's cores lack the "
                                         "ESP32's MULSH instruction",
                                         compiler->string(), places)};
}

}  // namespace bitstill::firmware
