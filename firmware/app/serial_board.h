// What the command loop wants of a board beyond the clock and the stack of board.h: a line to the host, and whatever
// else the board has. Plain C functions, each board defines all of them; what it lacks answers false or 0.
#pragma once

#include "board.h"

extern "C" {

// "m5core2"; at most 16 characters. What it has is a sum of protocol::Ability; the command loop adds what the module
// has.
const char* board_name(void);
uint16_t board_abilities(void);

// The line. Receiving waits up to `milliseconds` for a first byte and takes what is there, up to `room`; 0 where
// nothing came. Sending may wait until the line takes the bytes. The window is how many bytes the board keeps, in
// order, while nobody receives: the size of its driver's buffer.
size_t board_receive(void* data, size_t room, uint32_t milliseconds);
void board_send(const void* data, size_t bytes);
uint16_t board_window(void);
// Sends what waits, then changes the speed.
bool board_set_baud(uint32_t baud);

// How many of board_clock()'s ticks a second has, and a clock that goes on while nothing is executed and wraps at 2^32.
uint32_t board_clock_hz(void);
uint32_t board_milliseconds(void);

// Of the heap; protocol::kUnknown where the board has none or cannot tell.
struct BoardHeap {
  uint32_t free, least_free, largest_block;
};
struct BoardHeap board_heap(void);

// The microphone, one channel of 16-bit samples, from start to stop. Reading waits up to `milliseconds` for a first
// sample. Dropped counts samples lost since the start because nobody read.
bool board_microphone_start(uint32_t sample_rate);
size_t board_microphone_read(int16_t* samples, size_t count, uint32_t milliseconds);
uint32_t board_microphone_dropped(void);
void board_microphone_stop(void);

struct BoardPower {
  uint8_t flags;  // a sum of protocol::PowerFlag
  uint16_t battery_millivolts, bus_millivolts;
  int32_t battery_microamperes;  // positive: it is charged
  uint32_t bus_microamperes;
};
bool board_power(struct BoardPower* power);

// Sends what waits, then restarts. Returns only where the board cannot.
void board_reboot(void);
}
