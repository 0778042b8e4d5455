// A recording as files hold it and as a front-end reads it.
#pragma once

#include <cstdint>
#include <vector>

namespace bitstill::datasets {

// One channel; 1 is the loudest a file can hold.
struct Waveform {
  int64_t rate = 0;  // Hz
  std::vector<float> samples;
};

// One channel at the rate that the front-end wants.
using Pcm = std::vector<int16_t>;

}  // namespace bitstill::datasets
