// The line of machine `kc705`: its 16550 UART, asked again and again.
#include "serial_board.h"

namespace {

// Registers are four bytes apart.
volatile uint32_t* const kUart = reinterpret_cast<volatile uint32_t*>(0xfd050020);
enum Register { kData = 0, kDivisorHigh = 1, kFifoControl = 2, kLineControl = 3, kLineStatus = 5 };
constexpr uint32_t kReceived = 0x01, kMaySend = 0x20;         // of the line's status
constexpr uint32_t kDivisorAccess = 0x80, kEightBits = 0x03;  // of its control
// On, and ready from 14 bytes on: QEMU hands over as many at a time, and each time costs it a round of its own loop.
constexpr uint32_t kFifos = 0xc1;

// Once, before the first byte: clearing the FIFO later would lose what has come. QEMU offers no more bytes to a UART
// that one found not yet set up, until somebody reads; later such a read might take a byte that has just come.
void set_up() {
  static bool is_set_up = false;
  if (is_set_up) return;
  is_set_up = true;
  kUart[kLineControl] = kDivisorAccess | kEightBits;
  kUart[kData] = 1;
  kUart[kDivisorHigh] = 0;
  kUart[kLineControl] = kEightBits;
  kUart[kFifoControl] = kFifos;
  static_cast<void>(kUart[kData]);
}

bool has_byte() { return (kUart[kLineStatus] & kReceived) != 0; }

}  // namespace

size_t board_receive(void* data, size_t room, uint32_t milliseconds) {
  set_up();
  const uint32_t begin = board_milliseconds();
  while (!has_byte()) {
    if (board_milliseconds() - begin >= milliseconds) return 0;
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
