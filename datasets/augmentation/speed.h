// A recording played faster or slower, its pitch with it.
#pragma once

#include <span>
#include <vector>

namespace bitstill::datasets {

// As many samples come out as went in: a slower recording loses both ends, a faster one stands between zeros. Above 1
// is faster; from 1/2 to 2.
std::vector<float> change_speed(std::span<const float> samples, double factor);

}  // namespace bitstill::datasets
