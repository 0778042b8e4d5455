// Watches a module built with BITSTILL_OBSERVE: sends every layer's bytes to the host and notes when each was ready.
//
// In a file of its own, so that no compiler inlines it into the runner, where its cost is measured.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "adapter.h"

extern "C" void bitstill_after_layer(int layer, const void* output, size_t bytes);

namespace observer {

// Room for the two calls of the calibration even where the module has one layer.
constexpr int kVisits = check::kLayers < 2 ? 2 : check::kLayers;

// Clock readings at the start and at the end of one call of the observer.
struct Visit {
  uint32_t entered;
  uint32_t left;
};

extern Visit visits[kVisits];
extern int visited;  // calls since it was last set to 0

}  // namespace observer
