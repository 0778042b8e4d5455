// A Cortex-M4 as Debian's compiler and QEMU know it: ARM's MPS2 board with FPGA image AN386.
#include "firmware/targets/semihosting.h"

namespace bitstill::firmware {

Detected detect_cortex_m4() {
  return detect_semihosting({
      .target = "cortex-m4",
      .compiler = "arm-none-eabi-g++",
      .compiler_packages = "gcc-arm-none-eabi and picolibc-arm-none-eabi",
      .emulator = "qemu-system-arm",
      .emulator_package = "qemu-system-arm",
      .core_flags = {"-mcpu=cortex-m4", "-mthumb"},
      .machine = {"-M", "mps2-an386"},
      .start_source = "firmware/boards/semihosting/start_cortex_m4.S",
      .memory = {0x00000000, 0x00400000, 0x21000000, 0x01000000},
      .clock = {.tick_nanoseconds = 40, .instruction_shift = 7},
      .exception_note = "3 is a hard fault",
  });
}

}  // namespace bitstill::firmware
