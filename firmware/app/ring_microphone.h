// A recording for a host, out of the ring that a listener otherwise reads: samples in pieces of any size.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

namespace app {

template <class Ring>
class RingMicrophone {
 public:
  explicit RingMicrophone(Ring& ring) : ring_(ring) {}

  // From the next hop on.
  void start() noexcept {
    ring_.discard();
    taken_ = 0;
    dropped_before_ = ring_.dropped();
    recording_ = true;
  }
  void stop() noexcept { recording_ = false; }
  bool is_recording() const noexcept { return recording_; }

  // Up to `count` of the samples that wait.
  size_t take(int16_t* samples, size_t count) noexcept {
    size_t done = 0;
    while (done < count) {
      const auto* const hop = ring_.oldest();
      if (hop == nullptr) break;
      constexpr size_t kHopSamples = sizeof(hop->samples) / sizeof(int16_t);
      const size_t left = kHopSamples - taken_;
      const size_t piece = left < count - done ? left : count - done;
      memcpy(samples + done, hop->samples + taken_, piece * sizeof(int16_t));
      done += piece;
      taken_ += piece;
      if (taken_ < kHopSamples) break;
      taken_ = 0;
      ring_.release();
    }
    return done;
  }

  // Samples lost since the start.
  uint32_t dropped() const noexcept {
    return static_cast<uint32_t>((ring_.dropped() - dropped_before_) * sizeof(Ring::Hop::samples) / sizeof(int16_t));
  }

 private:
  Ring& ring_;
  size_t taken_ = 0;  // of the oldest hop
  uint32_t dropped_before_ = 0;
  bool recording_ = false;
};

}  // namespace app
