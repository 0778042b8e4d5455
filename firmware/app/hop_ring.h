// Hops of samples on their way from a microphone to whoever listens: one writer, one reader, and neither ever waits.
//
// Where the reader falls behind, the ring fills up and hops that find no room are dropped and counted, so that at all
// times captured = read + dropped + waiting.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

namespace app {

template <size_t kHopSamples, uint32_t kPlaces>
class HopRing {
 public:
  static_assert((kPlaces & (kPlaces - 1)) == 0, "counters wrap, so the places must be a power of two");

  struct Hop {
    uint32_t number;  // among those captured, counted from 0; a step of more than one is a gap
    int16_t samples[kHopSamples];
  };

  // The writer's. False where there was no room: the hop is lost, and counted.
  bool push(const int16_t (&samples)[kHopSamples]) noexcept {
    const uint32_t number = captured_;
    __atomic_store_n(&captured_, number + 1, __ATOMIC_RELAXED);
    if (written_ - __atomic_load_n(&read_, __ATOMIC_ACQUIRE) == kPlaces) {
      __atomic_store_n(&dropped_, dropped_ + 1, __ATOMIC_RELAXED);
      return false;
    }
    Hop& hop = hops_[written_ % kPlaces];
    hop.number = number;
    memcpy(hop.samples, samples, sizeof(hop.samples));
    __atomic_store_n(&written_, written_ + 1, __ATOMIC_RELEASE);
    return true;
  }

  // The writer's: hops that were lost before they could be pushed.
  void lose(uint32_t hops) noexcept {
    __atomic_store_n(&captured_, captured_ + hops, __ATOMIC_RELAXED);
    __atomic_store_n(&dropped_, dropped_ + hops, __ATOMIC_RELAXED);
  }

  // The reader's: the oldest hop that waits, or nullptr; it stays until release().
  const Hop* oldest() const noexcept {
    return __atomic_load_n(&written_, __ATOMIC_ACQUIRE) == read_ ? nullptr : &hops_[read_ % kPlaces];
  }
  void release() noexcept { __atomic_store_n(&read_, read_ + 1, __ATOMIC_RELEASE); }

  // The reader's: forgets what waits.
  void discard() noexcept {
    while (oldest() != nullptr) release();
  }

  // Anybody's. Each wraps at 2^32.
  uint32_t captured() const noexcept { return __atomic_load_n(&captured_, __ATOMIC_RELAXED); }
  uint32_t dropped() const noexcept { return __atomic_load_n(&dropped_, __ATOMIC_RELAXED); }
  uint32_t waiting() const noexcept {
    return __atomic_load_n(&written_, __ATOMIC_RELAXED) - __atomic_load_n(&read_, __ATOMIC_RELAXED);
  }

 private:
  uint32_t captured_ = 0;
  uint32_t dropped_ = 0;
  uint32_t written_ = 0;
  uint32_t read_ = 0;
  Hop hops_[kPlaces] = {};
};

}  // namespace app
