// The ESP8266's core with Debian's compiler and stock QEMU: call0 ABI, no loops in hardware, no 64-bit helpers.
#include "firmware/targets/detect.h"
#include "firmware/targets/find_program.h"
#include "firmware/targets/xtensa.h"

namespace bitstill::firmware {

Detected detect_lx106() {
  const auto compiler = find_program("xtensa-lx106-elf-g++");
  if (!compiler) {
    return {std::nullopt,
            "no xtensa-lx106-elf-g++ on PATH; install the packages gcc-xtensa-lx106 and picolibc-xtensa-lx106-elf"};
  }
  const auto emulator = find_program("qemu-system-xtensa");
  if (!emulator) return {std::nullopt, "no qemu-system-xtensa on PATH; install the package qemu-system-misc"};
  Target target = xtensa_target("lx106", *compiler, *emulator, {"lx106", 0x50000000, 0x40000000, 0x60000000});
  target.flags.insert(target.flags.end(), {"-DLX106_KERNEL_VECTOR=0x30", "-DLX106_USER_VECTOR=0x50"});
  target.board_sources.push_back("firmware/boards/xtensa_sim/start_call0.S");
  target.helper_sources.push_back("firmware/boards/xtensa_sim/multiply_lx106.S");
  target.helper_sources.push_back("firmware/boards/xtensa_sim/divide_lx106.cpp");
  return {std::move(target), ""};
}

}  // namespace bitstill::firmware
