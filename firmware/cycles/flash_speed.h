// What it costs to fetch a line of the cache from an ESP32's serial flash.
#pragma once

#include <cstdint>
#include <string>

namespace bitstill::firmware {

// How the flash is wired and clocked: the choices of ESP-IDF's menuconfig.
struct FlashSpeed {
  std::string name;
  int lanes = 4;  // bits a clock
  int megahertz = 80;
  int idle_clocks = 6;  // between address and data
};

FlashSpeed quad_80();  // what the M5Stack Core2 ships with
FlashSpeed dual_40();  // what boards fall back to

constexpr int kCoreMegahertz = 240;

// Cycles of the core for one line: a command of 8 bits on one lane, an address of 24 bits and the line on all of them.
int64_t line_fetch_cycles(const FlashSpeed& flash);

}  // namespace bitstill::firmware
