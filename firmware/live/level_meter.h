// How loud it is, as a bar of characters.
#pragma once

#include <cstdint>
#include <string>

namespace bitstill::firmware {

// "[########------------] -24 dB", from -60 dB on; `peak` is the largest magnitude of a 16-bit sample.
std::string level_meter(int32_t peak);

}  // namespace bitstill::firmware
