// What a room does to a sound: it comes back from everywhere, later and softer.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "datasets/random.h"

namespace bitstill::datasets {

// Adds reflections whose energy falls by 60 dB in `reverberation_ms`, at random times and with random signs, denser
// than an ear tells apart (velvet noise: Karjalainen and Jarvelainen 2007, "Reverberation modeling using velvet
// noise"). What comes back after the end is lost. The same state of `random` is the same room.
void add_room(std::vector<float>& samples, int64_t sample_rate, double reverberation_ms, Random& random);

}  // namespace bitstill::datasets
