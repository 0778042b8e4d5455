// QEMU's bare `sim` machine as a board: its simulator calls reach the standard input and output of the emulator.
#include "board.h"

#include "exit_codes.h"
#include "simulator_call.h"

size_t board_read(void* data, size_t bytes) {
  auto* const to = static_cast<unsigned char*>(data);
  size_t done = 0;
  while (done < bytes) {
    const int got = simulator_call(kSimulatorRead, 0, to + done, bytes - done);
    if (got <= 0) break;
    done += static_cast<size_t>(got);
  }
  return done;
}

void board_write(const void* data, size_t bytes) {
  const auto* const from = static_cast<const unsigned char*>(data);
  for (size_t done = 0; done < bytes;) {
    const int written = simulator_call(kSimulatorWrite, 1, from + done, bytes - done);
    if (written <= 0) board_exit(kCannotWrite);
    done += static_cast<size_t>(written);
  }
}

void board_exit(int code) {
  simulator_call(kSimulatorExit, code, nullptr, 0);
  for (;;) {
  }
}
