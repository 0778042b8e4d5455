#include "tests/firmware/link/simulated_board.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <deque>
#include <optional>

#include "firmware/app/command_loop.h"
#include "firmware/app/serial_board.h"
#include "firmware/app/workspace.h"

namespace bitstill::tests {
namespace {

using firmware::Disconnected;
using Time = firmware::Transport::Time;

constexpr double kMicrosecondsPerBit = 1e6;

struct Board {
  std::optional<CommandLoop> commands;
  std::deque<uint8_t> to_board, to_host;
  Time now{0};
  uint32_t board_baud = protocol::kFirstBaud, host_baud = protocol::kFirstBaud;
  int16_t heard = 0;  // by the microphone
};

Board board;

uint32_t crc(std::span<const uint8_t> bytes) {
  return static_cast<uint32_t>(::crc32(0, bytes.data(), static_cast<uInt>(bytes.size())));
}

toy::Network run_toy(std::span<const uint8_t> inputs) {
  toy::Network network;
  std::ranges::copy(inputs, network.input());
  network.run();
  return network;
}

}  // namespace

SimulatedLine::SimulatedLine() {
  board = {};
  board.commands.emplace();
}
SimulatedLine::~SimulatedLine() { board.commands.reset(); }

Time SimulatedLine::now() { return board.now; }

// Bytes take their time on the way; a board whose speed is another gets, and gives, nonsense.
size_t SimulatedLine::read(std::span<uint8_t> room, Time until) {
  if (gone) throw Disconnected("the board is gone");
  board.to_host.insert(board.to_host.begin(), says_at_start.begin(), says_at_start.end());
  says_at_start.clear();
  if (!dead) board.commands->poll(0);
  const size_t count = std::min(room.size(), board.to_host.size());
  std::copy_n(board.to_host.begin(), count, room.begin());
  board.to_host.erase(board.to_host.begin(), board.to_host.begin() + static_cast<std::ptrdiff_t>(count));
  if (count == 0) board.now = std::max(board.now, until);
  board.now += Time(static_cast<int64_t>(static_cast<double>(10 * count) * kMicrosecondsPerBit / board.host_baud));
  return count;
}

void SimulatedLine::write(std::span<const uint8_t> bytes) {
  if (gone) throw Disconnected("the board is gone");
  for (const uint8_t byte : bytes) board.to_board.push_back(board.host_baud == board.board_baud ? byte : 0xff);
  board.now +=
      Time(static_cast<int64_t>(static_cast<double>(10 * bytes.size()) * kMicrosecondsPerBit / board.host_baud));
}

bool SimulatedLine::set_baud(uint32_t baud) {
  board.host_baud = baud;
  return true;
}

bool SimulatedLine::reopen(Time until) {
  board.host_baud = protocol::kFirstBaud;
  if (gone) board.now = until;
  return !gone;
}

bool SimulatedLine::reset_board() {
  board.to_board.clear();
  board.to_host.clear();
  board.board_baud = protocol::kFirstBaud;
  board.commands.emplace();
  return true;
}

std::vector<uint8_t> toy_outputs(std::span<const uint8_t> inputs) {
  const toy::Network network = run_toy(inputs);
  return {std::begin(network.output()), std::end(network.output())};
}

// Written out anew, so that the board's own sums are not their own judge.
uint32_t toy_checksum(std::span<const uint8_t> inputs) {
  std::vector<uint8_t> hidden(toy::kHidden);
  for (size_t i = 0; i < hidden.size(); ++i) {
    hidden[i] = static_cast<uint8_t>(7 * inputs[i] + 3 * inputs[toy::kInputs - 1 - i] + i);
  }
  const std::vector<uint8_t> outputs = toy_outputs(inputs);
  const std::array<uint32_t, 3> stages{crc(inputs), crc(hidden), crc(outputs)};
  return crc({reinterpret_cast<const uint8_t*>(stages.data()), sizeof(stages)});
}

std::vector<uint8_t> toy_features(std::span<const int16_t> samples) {
  toy::Features features;
  features.reset();
  std::vector<uint8_t> all;
  for (size_t at = 0; at + toy::Features::kHopSamples <= samples.size(); at += toy::Features::kHopSamples) {
    int16_t hop[toy::Features::kHopSamples];
    int8_t frame[toy::Features::kCoefficients];
    std::copy_n(samples.begin() + static_cast<std::ptrdiff_t>(at), toy::Features::kHopSamples, hop);
    if (features.push(hop, frame)) all.insert(all.end(), std::begin(frame), std::end(frame));
  }
  return all;
}

}  // namespace bitstill::tests

using bitstill::tests::board;

const char* board_name(void) { return "simulated"; }
uint16_t board_abilities(void) {
  return protocol::kCanSetBaud | protocol::kHasMicrophone | protocol::kKnowsPower | protocol::kCanReboot;
}
size_t board_receive(void* data, size_t room, uint32_t) {
  const size_t count = std::min(room, board.to_board.size());
  std::copy_n(board.to_board.begin(), count, static_cast<uint8_t*>(data));
  board.to_board.erase(board.to_board.begin(), board.to_board.begin() + static_cast<std::ptrdiff_t>(count));
  return count;
}
void board_send(const void* data, size_t bytes) {
  const auto* const from = static_cast<const uint8_t*>(data);
  const bool heard = board.host_baud == board.board_baud;
  for (size_t i = 0; i < bytes; ++i) board.to_host.push_back(heard ? from[i] : 0xff);
}
uint16_t board_window(void) { return 4096; }
bool board_set_baud(uint32_t baud) {
  board.board_baud = baud;
  return true;
}
uint32_t board_clock_hz(void) { return 1000000; }
uint32_t board_clock(void) { return static_cast<uint32_t>(board.now.count()); }
uint32_t board_milliseconds(void) { return static_cast<uint32_t>(board.now.count() / 1000); }
void board_paint_stack(void) {}
uint32_t board_stack_depth(void) { return 100; }
BoardHeap board_heap(void) { return {5000, 4000, protocol::kUnknown}; }
bool board_microphone_start(uint32_t) {
  board.heard = 0;
  return true;
}
size_t board_microphone_read(int16_t* samples, size_t count, uint32_t) {
  for (size_t i = 0; i < count; ++i) samples[i] = board.heard++;
  return count;
}
uint32_t board_microphone_dropped(void) { return 3; }
void board_microphone_stop(void) {}
bool board_power(BoardPower* power) {
  *power = {protocol::kBattery | protocol::kCharging, 3900, 5010, 120000, 310000};
  return true;
}
void board_reboot(void) {}
