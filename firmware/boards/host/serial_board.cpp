// The host as a board on a line: standard input and output, which the one who starts it ties to a pty. It ends when the
// line does. Its microphone is a file of 16-bit samples that BITSTILL_MICROPHONE names, over and over.
#include "serial_board.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "exit_codes.h"
#include "protocol.h"

namespace {

FILE* recording = nullptr;

const char* recording_path() { return getenv("BITSTILL_MICROPHONE"); }

}  // namespace

const char* board_name(void) { return "host"; }

uint16_t board_abilities(void) {
  const bool has_recording = recording_path() != nullptr;
  return static_cast<uint16_t>(protocol::kCanReboot | (has_recording ? protocol::kHasMicrophone : 0));
}

size_t board_receive(void* data, size_t room, uint32_t milliseconds) {
  pollfd waiting = {STDIN_FILENO, POLLIN, 0};
  if (poll(&waiting, 1, static_cast<int>(milliseconds)) <= 0) return 0;
  const ssize_t got = read(STDIN_FILENO, data, room);
  if (got <= 0) board_exit(0);
  return static_cast<size_t>(got);
}

void board_send(const void* data, size_t bytes) {
  const auto* from = static_cast<const uint8_t*>(data);
  while (bytes > 0) {
    const ssize_t sent = write(STDOUT_FILENO, from, bytes);
    if (sent <= 0) board_exit(kCannotWrite);
    from += sent;
    bytes -= static_cast<size_t>(sent);
  }
}

uint16_t board_window(void) { return 4000; }  // a pty holds 4,096
bool board_set_baud(uint32_t) { return false; }
uint32_t board_clock_hz(void) { return 0; }

uint32_t board_milliseconds(void) {
  timespec time = {};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<uint32_t>(time.tv_sec) * 1000 + static_cast<uint32_t>(time.tv_nsec / 1000000);
}

BoardHeap board_heap(void) { return {protocol::kUnknown, protocol::kUnknown, protocol::kUnknown}; }

bool board_microphone_start(uint32_t) {
  board_microphone_stop();
  recording = fopen(recording_path(), "rb");
  return recording != nullptr;
}

size_t board_microphone_read(int16_t* samples, size_t count, uint32_t) {
  if (recording == nullptr) return 0;
  const size_t got = fread(samples, sizeof(int16_t), count, recording);
  if (got < count) rewind(recording);
  return got;
}

uint32_t board_microphone_dropped(void) { return 0; }

void board_microphone_stop(void) {
  if (recording != nullptr) fclose(recording);
  recording = nullptr;
}

bool board_power(BoardPower*) { return false; }

void board_reboot(void) {
  char name[] = "board";
  char* const arguments[] = {name, nullptr};
  execv("/proc/self/exe", arguments);
}
