// The front-end as a textbook has it, in doubles: what the fixed-point one is measured against. It shares no number
// with it: window, transform (Eigen's), triangles and cosines are written anew.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "datasets/features/parameters.h"

namespace bitstill::tests {

// Frames x coefficients, row-major: natural logarithms, their cosine transform, or what PCEN gives; samples at full
// scale count as 1. Each band has the floor added that features/check.h states.
std::vector<double> reference_features(const features::Parameters& parameters, std::span<const int16_t> clip);

}  // namespace bitstill::tests
