#include "firmware/cycles/flash_speed.h"

#include "firmware/cycles/flash_cache.h"

namespace bitstill::firmware {

FlashSpeed quad_80() { return {"QIO 80 MHz", 4, 80, 6}; }

FlashSpeed dual_40() { return {"DIO 40 MHz", 2, 40, 4}; }

int64_t line_fetch_cycles(const FlashSpeed& flash) {
  const int clocks = 8 + (24 + 8 * static_cast<int>(kCacheLineBytes)) / flash.lanes + flash.idle_clocks;
  return int64_t{clocks} * kCoreMegahertz / flash.megahertz;
}

}  // namespace bitstill::firmware
