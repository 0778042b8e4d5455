// Whether a network fits an M5Stack Core2, by what it needs of flash and memory.
#pragma once

#include <string>

#include "train/models/plan.h"

namespace bitstill::train {

// What a plan costs on a device as int8.
struct DeviceCost {
  int64_t parameters = 0;
  int64_t macs = 0;
  int64_t flash_bytes = 0;  // weights, biases of 4 bytes, and 8 bytes per scale; code comes on top
  int64_t ram_bytes = 0;    // liveness_bytes()
};
DeviceCost device_cost(const NetworkPlan& plan);

// The board's figures: flash in all, the part of it that constants are read from directly, one static block of internal
// memory, and the part of the external memory (PSRAM) that is mapped.
constexpr int64_t kCore2FlashBytes = 16 << 20;
constexpr int64_t kCore2ConstantBytes = 4 << 20;
constexpr int64_t kCore2ArenaBytes = 130'000;
constexpr int64_t kCore2PsramBytes = 4 << 20;

struct Core2Fit {
  bool fits = false;
  std::string reason;  // "weights 138 MB exceed 16 MB flash"; where it fits, what memory it needs
};
Core2Fit core2_fit(const DeviceCost& cost);

}  // namespace bitstill::train
