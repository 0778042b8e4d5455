#pragma once

#include "features_adapter.h"

namespace toy {

struct Detection {
  int32_t word;
  int32_t score;
  uint32_t inference;
};

// An inference every five hops; every third is a detection.
class Listener {
 public:
  static constexpr size_t kHopSamples = Features::kHopSamples, kInferenceEvery = 5;
  void reset() noexcept { hops_ = inferences_ = 0; }
  bool push(const int16_t (&hop)[kHopSamples], Detection& detection) noexcept {
    sum_ = hops_ == 0 ? hop[0] : sum_ * 31 + hop[0];
    if (++hops_ % kInferenceEvery != 0) return false;
    for (size_t i = 0; i < sizeof(scores_); ++i) scores_[i] = static_cast<int8_t>(sum_ >> i);
    if (++inferences_ % 3 != 0) return false;
    detection = {static_cast<int32_t>(inferences_ % 7), sum_ & 127, inferences_ - 1};
    return true;
  }
  uint32_t inferences() const noexcept { return inferences_; }
  const int8_t (&scores() const noexcept)[kOutputs] { return scores_; }

 private:
  uint32_t hops_, inferences_;
  int32_t sum_;
  int8_t scores_[kOutputs];
};

}  // namespace toy

namespace check {
using Listener = toy::Listener;
using Detection = toy::Detection;
}  // namespace check
