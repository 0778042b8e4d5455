// Where the bands lie: triangles of equal width on the mel scale 1127 ln(1 + f / 700), as HTK and TensorFlow have it,
// each reaching from its left neighbour's peak to its right neighbour's.
#pragma once

#include <cstdint>
#include <vector>

#include "datasets/features/parameters.h"

namespace bitstill::features {

// The place of each bin 0 ... fft_size / 2 - 1 in flanks: 2.25 is a quarter up the third flank, in which band 2 rises
// and band 1 falls. Negative below the first flank; from bands + 1 on above the last.
std::vector<double> flank_positions(const Parameters& parameters);

// The first band in which no bin lies; `bands` where each has one.
int64_t first_empty_band(const Parameters& parameters);

}  // namespace bitstill::features
