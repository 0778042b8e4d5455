#pragma once

#include <string.h>

#include "adapter.h"

namespace toy {

// A frame is the sum of two hops, and which it is.
class Features {
 public:
  static constexpr uint32_t kSampleRate = 16000;
  static constexpr size_t kHopSamples = 320, kHops = 2, kFrames = 49, kCoefficients = 10;
  void reset() noexcept { heard_ = sum_ = 0; }
  bool push(const int16_t (&hop)[kHopSamples], int8_t (&frame)[kCoefficients]) noexcept {
    int32_t sum = 0;
    for (const int16_t sample : hop) sum += sample;
    if (++heard_ < static_cast<int32_t>(kHops)) {
      sum_ = sum;
      return false;
    }
    for (size_t i = 0; i < kCoefficients; ++i)
      frame[i] = static_cast<int8_t>(sum + sum_ + static_cast<int32_t>(i) * heard_);
    sum_ = sum;
    return true;
  }

 private:
  int32_t heard_, sum_;
};

}  // namespace toy

namespace check {
using Features = toy::Features;
}
