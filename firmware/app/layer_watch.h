// Watches one inference of a module built with BITSTILL_OBSERVE: sums up what every stage computed, times it, and keeps
// a slice of one. Stage 0 is the network's inputs, stage n the n-th layer. While nothing is watched, the module's calls
// return at once.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "adapter.h"

extern "C" void bitstill_after_layer(int layer, const void* output, size_t bytes);

namespace layer_watch {

constexpr size_t kStages = check::kLayers + 1;
constexpr size_t kStaticBytes = 2 * kStages * sizeof(uint32_t);

// CRC-32 of each stage's bytes, and the board_clock() ticks that each layer took; those of stage 0 are not written
// here.
extern uint32_t checksums[kStages];
extern uint32_t cycles[kStages];

// The bytes of `stage` from `offset` on are copied to `to`, at most `room` of them; `stage_bytes` and `taken` say
// afterwards how many there are and how many were copied. A stage that does not come by leaves `stage_bytes` at 0.
struct Slice {
  size_t stage;
  size_t offset;
  uint8_t* to;
  size_t room;
  size_t stage_bytes;
  size_t taken;
};

// Runs the network on the inputs it holds. `slice` may be null; `at_work(context)` is called after every layer.
void run(check::Network& network, Slice* slice, void (*at_work)(void*), void* context);

// The CRC-32 of all checksums.
uint32_t checksum();

}  // namespace layer_watch
