#include "tests/hostile/commands/board_in_memory.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <vector>

#include "firmware/app/command_loop.h"
#include "firmware/app/serial_board.h"
#include "firmware/link/frame.h"

namespace bitstill::tests {
namespace {

constexpr uint8_t kSequence = 77;

struct Board {
  std::optional<CommandLoop> commands;
  std::vector<uint8_t> to_board, to_host;
  size_t received = 0;
  uint32_t milliseconds = 0;
};

Board board;

}  // namespace

void start_board() {
  board = {};
  board.commands.emplace();
}

void send_to_board(std::span<const uint8_t> bytes) {
  board.to_board.assign(bytes.begin(), bytes.end());
  board.received = 0;
  board.to_host.clear();
  board.commands->poll(0);
}

void let_time_pass(uint32_t milliseconds) {
  board.milliseconds += milliseconds;
  board.commands->poll(0);
}

bool answers_hello(uint32_t session) {
  const uint8_t flush = 0;
  send_to_board({&flush, 1});
  uint8_t number[sizeof(session)];
  std::memcpy(number, &session, sizeof(session));
  send_to_board(firmware::code_request(protocol::kHello, kSequence, number, session));
  firmware::FrameFinder finder;
  return std::ranges::any_of(board.to_host, [&](uint8_t byte) {
    const auto frame = finder.take(byte, session);
    return frame && frame->command == protocol::kHello && frame->sequence == kSequence &&
           frame->status == protocol::kDone;
  });
}

}  // namespace bitstill::tests

using bitstill::tests::board;

const char* board_name(void) { return "memory"; }
uint16_t board_abilities(void) {
  return protocol::kCanSetBaud | protocol::kHasMicrophone | protocol::kKnowsPower | protocol::kCanReboot;
}
size_t board_receive(void* data, size_t room, uint32_t) {
  const size_t count = std::min(room, board.to_board.size() - board.received);
  std::copy_n(board.to_board.data() + board.received, count, static_cast<uint8_t*>(data));
  board.received += count;
  return count;
}
void board_send(const void* data, size_t bytes) {
  const auto* const from = static_cast<const uint8_t*>(data);
  board.to_host.insert(board.to_host.end(), from, from + bytes);
}
uint16_t board_window(void) { return 4096; }
bool board_set_baud(uint32_t) { return true; }
uint32_t board_clock_hz(void) { return 1000; }
uint32_t board_clock(void) { return board.milliseconds; }
uint32_t board_milliseconds(void) { return board.milliseconds; }
void board_paint_stack(void) {}
uint32_t board_stack_depth(void) { return 100; }
BoardHeap board_heap(void) { return {5000, 4000, protocol::kUnknown}; }
bool board_microphone_start(uint32_t) { return true; }
size_t board_microphone_read(int16_t* samples, size_t count, uint32_t) {
  std::fill_n(samples, count, int16_t{5});
  return count;
}
uint32_t board_microphone_dropped(void) { return 0; }
void board_microphone_stop(void) {}
bool board_power(BoardPower* power) {
  *power = {};
  return true;
}
void board_reboot(void) {}
