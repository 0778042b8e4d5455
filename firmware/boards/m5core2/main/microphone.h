// The PDM microphone on the bottom board, captured by a task of its own on core 0.
#pragma once

#include "station.h"

namespace microphone {

// Starts to fill the ring with hops at Station::kSampleRate, after a fifth of a second in which the microphone settles.
// False where the driver refuses.
bool begin(Station::Ring& ring);

}  // namespace microphone
