// The plain 32-bit RISC-V of small boards (multiplication, compressed instructions) as Debian's compiler and QEMU know
// it. Its counter of retired instructions shows QEMU's virtual nanoseconds, so an instruction is given one.
#include "firmware/targets/semihosting.h"

namespace bitstill::firmware {

Detected detect_rv32imc() {
  return detect_semihosting({
      .target = "rv32imc",
      .compiler = "riscv64-unknown-elf-g++",
      .compiler_packages = "gcc-riscv64-unknown-elf and picolibc-riscv64-unknown-elf",
      .emulator = "qemu-system-riscv32",
      .emulator_package = "qemu-system-misc",
      .core_flags = {"-march=rv32imc", "-mabi=ilp32", "-mno-relax"},
      .machine = {"-M", "virt", "-bios", "none"},
      .start_source = "firmware/boards/semihosting/start_rv32.S",
      .memory = {0x80000000, 0x02000000, 0x82000000, 0x05000000},
      .clock = {.tick_nanoseconds = 1, .instruction_shift = 0},
      .exception_note = "2 is an illegal instruction",
  });
}

}  // namespace bitstill::firmware
