// A clip in hops, as a microphone would deliver it.
#pragma once

#include <string.h>

#include "features_adapter.h"

namespace hops {

// The last window of a clip may end within a hop; what follows it there is of no concern.
constexpr size_t kHops = check::Features::kFrames + check::Features::kHops - 1;

// Hop `index` of a clip, zeros where the clip is over.
inline void copy(const int16_t (&clip)[check::Features::kClipSamples], size_t index,
                 int16_t (&hop)[check::Features::kHopSamples]) {
  const size_t begin = index * check::Features::kHopSamples;
  const size_t left = begin < check::Features::kClipSamples ? check::Features::kClipSamples - begin : 0;
  const size_t count = left < check::Features::kHopSamples ? left : check::Features::kHopSamples;
  memset(hop, 0, sizeof(hop));
  if (count > 0) memcpy(hop, clip + begin, count * sizeof(int16_t));
}

}  // namespace hops
