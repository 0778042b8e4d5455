// A word that comes earlier or later.
#pragma once

#include <cstdint>
#include <span>

namespace bitstill::datasets {

// Moves the samples by so many places, later where it is positive; zeros come in.
void shift_time(std::span<float> samples, int64_t by);

}  // namespace bitstill::datasets
