// From what a digital microphone delivers to what a listener hears: one of its two slots, without its steady part, and
// louder.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace app {

// Two samples taken at the same time, of which the microphone drives one; the other is whatever the line keeps.
struct Slots {
  int16_t left;
  int16_t right;
};

// Takes the mean of the last 1/128 of a second and more away (a high-pass at 20 Hz where there are 16,000 samples a
// second), multiplies by `gain` and clips.
class Conditioner {
 public:
  explicit Conditioner(int gain) : gain_(gain) {}

  int16_t push(int16_t sample) noexcept {
    const int32_t now = static_cast<int32_t>(sample) * kOne;
    mean_ += (now - mean_) / kLength;
    const int32_t amplified = (sample - ((mean_ + kOne / 2) >> kFraction)) * gain_;
    return static_cast<int16_t>(amplified > INT16_MAX ? INT16_MAX : amplified < INT16_MIN ? INT16_MIN : amplified);
  }

 private:
  static constexpr int kFraction = 14;  // bits
  static constexpr int32_t kOne = 1 << kFraction;
  static constexpr int32_t kLength = 128;  // samples

  int32_t mean_ = 0;  // of the sample, in units of 1 / kOne
  int gain_;
};

// Finds out which slot the microphone drives: the one that varies more.
class SlotChoice {
 public:
  void hear(const Slots& slots) noexcept {
    left_ += variation(slots.left, before_.left);
    right_ += variation(slots.right, before_.right);
    before_ = slots;
  }

  // The right one, where the microphone of the Core2 is, unless the left one clearly has the signal.
  bool is_left() const noexcept { return left_ / 4 > right_; }

 private:
  static uint32_t variation(int16_t now, int16_t before) noexcept {
    return static_cast<uint32_t>(now < before ? before - now : now - before);
  }

  Slots before_ = {};
  uint64_t left_ = 0;
  uint64_t right_ = 0;
};

}  // namespace app
