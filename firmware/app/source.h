// Where the check runner's inputs come from: from the host as they are (source_inputs.cpp), or through the module's
// front-end from samples (source_pcm.cpp). A program has one of the two.
#pragma once

#include <stdint.h>

#include "adapter.h"

namespace source {

// The next sample's inputs; false where the host has no more.
bool next(int8_t (&inputs)[check::kInputBytes]);

}  // namespace source
