// Nothing here takes long; small is what it should be.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("Os")
#endif

#include "workspace.h"

namespace workspace {
namespace {

struct Parts {
  check::Network network;
#ifdef BITSTILL_HAS_FEATURES
  check::Features features;
#endif
};

enum class Holder : uint8_t { kParts, kListener };

union Memory {
  Memory() {}  // all zeros; a network with a worker has a constructor
  Parts parts;
#ifdef BITSTILL_HAS_LISTENER
  check::Listener listener;
#endif
};

Memory memory;
Holder holder = Holder::kParts;
uint32_t changes_so_far = 0;
#ifdef BITSTILL_HAS_FEATURES
int16_t hop_samples[check::Features::kHopSamples];
#endif

#ifdef BITSTILL_HAS_WORKER
const check::Worker this_core = {[](void*, void (*task)(void*), void* argument) { task(argument); }, [](void*) {},
                                 nullptr};
const check::Worker* other_core = &this_core;
#endif

Parts& parts() {
  if (holder != Holder::kParts) {
    holder = Holder::kParts;
    ++changes_so_far;
#ifdef BITSTILL_HAS_FEATURES
    memory.parts.features.reset();
#endif
  }
  return memory.parts;
}

}  // namespace

uint32_t changes() { return changes_so_far; }

size_t bytes() {
  size_t all = sizeof(memory);
#ifdef BITSTILL_HAS_FEATURES
  all += sizeof(hop_samples);
#endif
  return all;
}

#ifdef BITSTILL_HAS_WORKER
void use(const check::Worker& worker) { other_core = &worker; }
#endif

check::Network& network() {
  check::Network& network = parts().network;
#ifdef BITSTILL_HAS_WORKER
  network.use(*other_core);  // whoever had the place may have written over it
#endif
  return network;
}

#ifdef BITSTILL_HAS_FEATURES
check::Features& features() { return parts().features; }
int16_t (&hop())[check::Features::kHopSamples] { return hop_samples; }
#endif

#ifdef BITSTILL_HAS_LISTENER
check::Listener& listener() {
  if (holder != Holder::kListener) {
    holder = Holder::kListener;
    ++changes_so_far;
    memory.listener.reset();
  }
#ifdef BITSTILL_HAS_WORKER
  memory.listener.use(*other_core);
#endif
  return memory.listener;
}
#endif

}  // namespace workspace
