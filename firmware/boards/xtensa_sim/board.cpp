// QEMU's bare `sim` machine as a board: its simulator calls reach the standard input and output of the emulator.
#include "board.h"

#include "exit_codes.h"

namespace {

enum SimulatorCall : int { kExit = 1, kRead = 3, kWrite = 4 };

// The call's number and arguments in a2 ... a5, its result in a2, an error number in a3.
int simulator_call(SimulatorCall number, int argument, const void* data, size_t bytes) {
  register int a2 asm("a2") = number;
  register int a3 asm("a3") = argument;
  register const void* a4 asm("a4") = data;
  register size_t a5 asm("a5") = bytes;
  asm volatile(".byte 0x00, 0x51, 0x00" : "+a"(a2), "+a"(a3) : "a"(a4), "a"(a5) : "memory");
  return a2;
}

}  // namespace

size_t board_read(void* data, size_t bytes) {
  auto* const to = static_cast<unsigned char*>(data);
  size_t done = 0;
  while (done < bytes) {
    const int got = simulator_call(kRead, 0, to + done, bytes - done);
    if (got <= 0) break;
    done += static_cast<size_t>(got);
  }
  return done;
}

void board_write(const void* data, size_t bytes) {
  const auto* const from = static_cast<const unsigned char*>(data);
  for (size_t done = 0; done < bytes;) {
    const int written = simulator_call(kWrite, 1, from + done, bytes - done);
    if (written <= 0) board_exit(kCannotWrite);
    done += static_cast<size_t>(written);
  }
}

void board_exit(int code) {
  simulator_call(kExit, code, nullptr, 0);
  for (;;) {
  }
}
