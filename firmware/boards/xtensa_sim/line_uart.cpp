// The line of machine `kc705`: its 16550 UART, asked again and again.
#include "serial_board.h"

namespace {

// Registers are four bytes apart.
volatile uint32_t* const kUart = reinterpret_cast<volatile uint32_t*>(0xfd050020);
enum Register { kData = 0, kDivisorHigh = 1, kFifoControl = 2, kLineControl = 3, kLineStatus = 5 };
constexpr uint32_t kReceived = 0x01, kMaySend = 0x20;         // of the line's status
constexpr uint32_t kDivisorAccess = 0x80, kEightBits = 0x03;  // of its control
constexpr uint32_t kFifos = 0x01;
constexpr uint32_t kDeafMilliseconds = 2;

// Once, before the first byte: clearing the FIFO later would lose what has come.
void set_up() {
  static bool is_set_up = false;
  if (is_set_up) return;
  is_set_up = true;
  kUart[kLineControl] = kDivisorAccess | kEightBits;
  kUart[kData] = 1;
  kUart[kDivisorHigh] = 0;
  kUart[kLineControl] = kEightBits;
  kUart[kFifoControl] = kFifos;
}

bool has_byte() { return (kUart[kLineStatus] & kReceived) != 0; }

}  // namespace

size_t board_receive(void* data, size_t room, uint32_t milliseconds) {
  set_up();
  const uint32_t begin = board_milliseconds();
  for (uint32_t woken = begin; !has_byte();) {
    const uint32_t now = board_milliseconds();
    if (now - begin >= milliseconds) return 0;
    // QEMU's UART goes deaf when bytes found it full, or not yet set up; being read wakes it.
    if (now - woken >= kDeafMilliseconds) static_cast<void>(kUart[kData]);
    if (now - woken >= kDeafMilliseconds) woken = now;
  }
  auto* const to = static_cast<uint8_t*>(data);
  size_t got = 0;
  while (got < room && has_byte()) to[got++] = static_cast<uint8_t>(kUart[kData]);
  return got;
}

void board_send(const void* data, size_t bytes) {
  set_up();
  const auto* const from = static_cast<const uint8_t*>(data);
  for (size_t i = 0; i < bytes; ++i) {
    while ((kUart[kLineStatus] & kMaySend) == 0) {
    }
    kUart[kData] = from[i];
  }
}
