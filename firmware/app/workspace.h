// The one place where a firmware keeps its module: either network and front-end, for a host that asks, or the listener
// that holds both. They share memory, so that a board has one arena; whoever comes next begins anew.
#pragma once

#include "adapter.h"
#if __has_include("features_adapter.h")
#include "features_adapter.h"
#define BITSTILL_HAS_FEATURES
#endif
#if __has_include("listener_adapter.h")
#include "listener_adapter.h"
#define BITSTILL_HAS_LISTENER
#endif

namespace workspace {

// How often the place has changed hands between the two; and what it takes, the hop included.
uint32_t changes();
size_t bytes();

check::Network& network();
#ifdef BITSTILL_HAS_WORKER
// From now on network and listener compute with this core, too.
void use(const check::Worker& other_core);
#endif
#ifdef BITSTILL_HAS_FEATURES
check::Features& features();  // beside network(); reset where the listener had the place
// A hop that comes in parts.
int16_t (&hop())[check::Features::kHopSamples];
#endif
#ifdef BITSTILL_HAS_LISTENER
check::Listener& listener();  // reset where it had not the place
#endif

}  // namespace workspace
