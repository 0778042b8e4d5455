// The ESP8266's core with Debian's compiler and stock QEMU: call0 ABI, no loops in hardware, no 64-bit helpers. And the
// same code with the ESP32's own kernels beside it, which LLVM assembles, on a core of stock QEMU's that has MAC16.
#include <fmt/format.h>

#include "firmware/targets/detect.h"
#include "firmware/targets/find_program.h"
#include "firmware/targets/xtensa.h"

namespace bitstill::firmware {
namespace {

struct Vectors {
  uint32_t kernel, user;
};

Detected detect_call0(const std::string& name, const SimulatedCore& core, const Vectors& vectors) {
  const auto compiler = find_program("xtensa-lx106-elf-g++");
  if (!compiler) {
    return {std::nullopt,
            "no xtensa-lx106-elf-g++ on PATH; install the packages gcc-xtensa-lx106 and picolibc-xtensa-lx106-elf"};
  }
  const auto emulator = find_program("qemu-system-xtensa");
  if (!emulator) return {std::nullopt, "no qemu-system-xtensa on PATH; install the package qemu-system-misc"};
  Target target = xtensa_target(name, *compiler, *emulator, core);
  target.flags.push_back(fmt::format("-DLX106_KERNEL_VECTOR={:#x}", vectors.kernel));
  target.flags.push_back(fmt::format("-DLX106_USER_VECTOR={:#x}", vectors.user));
  target.board_sources.push_back("firmware/boards/xtensa_sim/start_call0.S");
  target.helper_sources.push_back("firmware/boards/xtensa_sim/multiply_lx106.S");
  target.helper_sources.push_back("firmware/boards/xtensa_sim/divide_lx106.cpp");
  return {std::move(target), ""};
}

}  // namespace

Detected detect_lx106() { return detect_call0("lx106", {"lx106", 0x50000000, 0x40000000, 0x60000000}, {0x30, 0x50}); }

Detected detect_lx106_mac16() {
  const auto assembler = find_program("llvm-mc-22");
  if (!assembler) {
    return {std::nullopt, "no llvm-mc-22 on PATH, which assembles the ESP32's MAC16; install the package llvm-22"};
  }
  Detected detected = detect_call0("lx106-mac16", {"de233_fpu", 0xfe000000, 0x2000, 0x3000}, {0x300, 0x340});
  if (!detected.target) return detected;
  // Stock QEMU's core has MAC16 and loops but not MULSH.
  detected.target->flags.insert(detected.target->flags.end(), {"-DBITSTILL_MAC16=1", "-DBITSTILL_MULSH=0"});
  detected.target->assembler = {assembler->string(), "--arch=xtensa", "--mcpu=esp32", "-filetype=obj"};
  detected.target->description += ", " + assembler->string();
  return detected;
}

}  // namespace bitstill::firmware
