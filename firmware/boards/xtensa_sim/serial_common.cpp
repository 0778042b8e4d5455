// What the emulated Xtensa boards on a line share: the core's clock, and nothing else that a real board has.
#include "protocol.h"
#include "serial_board.h"

namespace {

// A tick is 25 ns of emulated time; with 128 ns an instruction (firmware/targets/count.h), 8 instructions are 41 ticks.
constexpr uint32_t kTicksPerMillisecond = 40000;

}  // namespace

const char* board_name(void) { return "xtensa_sim"; }
uint16_t board_abilities(void) { return 0; }
uint16_t board_window(void) { return 4000; }  // a pty holds 4,096, and the emulator takes no more than it can keep
bool board_set_baud(uint32_t) { return false; }
uint32_t board_clock_hz(void) { return 1000 * kTicksPerMillisecond; }

// The clock wraps after 107 s; whoever waits asks more often.
uint32_t board_milliseconds(void) {
  static uint32_t milliseconds = 0;
  static uint32_t counted = 0;
  const uint32_t passed = (board_clock() - counted) / kTicksPerMillisecond;
  counted += passed * kTicksPerMillisecond;
  milliseconds += passed;
  return milliseconds;
}

BoardHeap board_heap(void) { return {protocol::kUnknown, protocol::kUnknown, protocol::kUnknown}; }
bool board_microphone_start(uint32_t) { return false; }
size_t board_microphone_read(int16_t*, size_t, uint32_t) { return 0; }
uint32_t board_microphone_dropped(void) { return 0; }
void board_microphone_stop(void) {}
bool board_power(BoardPower*) { return false; }
void board_reboot(void) {}
