// The cache through which an ESP32's core sees its flash: 32 KiB in lines of 32 bytes, shared by code and constants.
//
// Two ways and least-recently-used replacement are assumed; weights that are streamed make little of either. Used by
// the emulator's plug-in, so it includes nothing of this project.
#pragma once

#include <stdint.h>

namespace bitstill::firmware {

constexpr uint32_t kCacheLineBytes = 32;
constexpr uint32_t kCacheBytes = 32 * 1024;

class FlashCache {
 public:
  // Whether the line of `address` had to be fetched from flash.
  bool fetches(uint32_t address) {
    const uint32_t line = address / kCacheLineBytes;
    Set& set = sets_[line % kSets];
    if (set.newer == line + 1) return false;
    const bool missing = set.older != line + 1;
    set.older = set.newer;
    set.newer = line + 1;
    return missing;
  }

 private:
  static constexpr uint32_t kWays = 2;
  static constexpr uint32_t kSets = kCacheBytes / kCacheLineBytes / kWays;

  // Lines by number, plus one; 0 is an empty way.
  struct Set {
    uint32_t newer = 0, older = 0;
  };
  Set sets_[kSets];
};

}  // namespace bitstill::firmware
