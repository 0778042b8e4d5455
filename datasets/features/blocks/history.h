// The most recent samples of a stream that arrives hop by hop: windows overlap, so some samples are needed again.
//
// Plain C++17 without floats or library; copied as it stands into modules that need it.
#pragma once

#include <stdint.h>
#include <string.h>

namespace bitstill::features {

// Hops that a window touches: so many are kept, and the window is the first samples of them.
constexpr int32_t hops_kept(int32_t window_samples, int32_t hop_samples) noexcept {
  return (window_samples + hop_samples - 1) / hop_samples;
}

// `samples`: memory for `hops` hops. Returns whether they are all there, so that a window may be read; that of frame t
// is complete with hop t + hops - 1, counted from 0.
inline bool push_hop(int16_t* samples, int32_t hops, int32_t hop_samples, int32_t& hops_heard,
                     const int16_t* hop) noexcept {
  const auto hop_bytes = static_cast<size_t>(hop_samples) * sizeof(int16_t);
  if (hops_heard == hops) {
    memmove(samples, samples + hop_samples, static_cast<size_t>(hops - 1) * hop_bytes);
    --hops_heard;
  }
  memcpy(samples + hops_heard * hop_samples, hop, hop_bytes);
  ++hops_heard;
  return hops_heard == hops;
}

}  // namespace bitstill::features
