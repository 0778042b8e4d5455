// Pools on the integer grid, over images [n, height, width, channels]. They keep their input's grid.
#pragma once

#include "distill/quantize/integer_activation.h"
#include "train/models/plan.h"

namespace bitstill::distill {

IntegerActivation max_pool_integers(const IntegerActivation& input, const train::ImageWindow& window);

// The mean of the window's taps inside the image, as TFLite rounds it: of the int8 values themselves, halves away from
// zero. Gradients are the mean's.
IntegerActivation average_pool_integers(const IntegerActivation& input, const train::ImageWindow& window);

// sum / count rounded as TFLite's AVERAGE_POOL_2D does.
inline int32_t rounded_mean(int32_t sum, int32_t count) {
  return sum > 0 ? (sum + count / 2) / count : (sum - count / 2) / count;
}

}  // namespace bitstill::distill
