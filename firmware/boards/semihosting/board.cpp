// A board that reaches the host through semihosting, which ARM and RISC-V spell alike: an operation's number and the
// address of its arguments, handed over by a breakpoint that the emulator catches (semihosting_call, in assembly).
#include "board.h"

#include "exit_codes.h"

extern "C" intptr_t semihosting_call(int operation, const void* arguments);

namespace {

enum Operation : int { kOpen = 0x01, kWrite = 0x05, kRead = 0x06, kExit = 0x20 };
enum OpenMode : uintptr_t { kForReading = 1, kForWriting = 5 };  // rb and wb

constexpr uintptr_t kApplicationExit = 0x20026;

// ":tt" opened for reading is the emulator's standard input, opened for writing its standard output.
intptr_t open_console(OpenMode mode) {
  static constexpr char kName[] = ":tt";
  const uintptr_t arguments[] = {reinterpret_cast<uintptr_t>(kName), mode, sizeof(kName) - 1};
  return semihosting_call(kOpen, arguments);
}

// Bytes moved by one call; semihosting counts the bytes that were not.
size_t transfer(Operation operation, intptr_t file, uintptr_t address, size_t bytes) {
  const uintptr_t arguments[] = {static_cast<uintptr_t>(file), address, bytes};
  const intptr_t left = semihosting_call(operation, arguments);
  return left < 0 || static_cast<size_t>(left) > bytes ? 0 : bytes - static_cast<size_t>(left);
}

size_t transfer_all(Operation operation, intptr_t file, uintptr_t address, size_t bytes) {
  size_t done = 0;
  while (done < bytes) {
    const size_t moved = transfer(operation, file, address + done, bytes - done);
    if (moved == 0) break;
    done += moved;
  }
  return done;
}

intptr_t input = -1;
intptr_t output = -1;

}  // namespace

size_t board_read(void* data, size_t bytes) {
  if (input < 0) input = open_console(kForReading);
  return transfer_all(kRead, input, reinterpret_cast<uintptr_t>(data), bytes);
}

void board_write(const void* data, size_t bytes) {
  if (output < 0) output = open_console(kForWriting);
  if (transfer_all(kWrite, output, reinterpret_cast<uintptr_t>(data), bytes) != bytes) board_exit(kCannotWrite);
}

void board_exit(int code) {
  const uintptr_t arguments[] = {kApplicationExit, static_cast<uintptr_t>(code)};
  semihosting_call(kExit, arguments);
  for (;;) {
  }
}
