// The line of machine `sim`: simulator calls that read and write the emulator's own standard input and output. Reading
// waits until something comes, and the machine ends when the line does.
#include "serial_board.h"
#include "simulator_call.h"

size_t board_receive(void* data, size_t room, uint32_t) {
  const int got = simulator_call(kSimulatorRead, 0, data, room);
  if (got <= 0) board_exit(0);
  return static_cast<size_t>(got);
}

void board_send(const void* data, size_t bytes) { board_write(data, bytes); }
