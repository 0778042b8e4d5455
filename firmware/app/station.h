// A board with a microphone: it answers a host and, while none uses the network, listens.
//
// Three tasks share it: one captures (ring()), one computes (round(), and all that answers a host), one shows (view()).
// None of them waits for another.
#pragma once

#include "command_loop.h"
#include "hop_ring.h"
#include "ring_microphone.h"
#include "workspace.h"
#ifdef BITSTILL_HAS_LISTENER
#include "detector_loop.h"
#endif

class Station {
 public:
#ifdef BITSTILL_HAS_FEATURES
  static constexpr size_t kHopSamples = check::Features::kHopSamples;
  static constexpr uint32_t kSampleRate = check::Features::kSampleRate;
#else
  static constexpr size_t kHopSamples = 320;
  static constexpr uint32_t kSampleRate = 16000;
#endif
  static constexpr uint32_t kPlaces = 16;  // hops that can wait for an inference to end
  using Ring = app::HopRing<kHopSamples, kPlaces>;

  // `microseconds` is a clock that wraps at 2^32.
  explicit Station(uint32_t (*microseconds)());

  // The capturing task's: where its hops go.
  Ring& ring() { return ring_; }

  // The computing task's: answers a host, then hears the hops that wait. Returns after at most `milliseconds` where
  // there is neither.
  void round(uint32_t milliseconds);
  app::RingMicrophone<Ring>& microphone() { return microphone_; }

  // The showing task's.
  bool host_at_work() const { return __atomic_load_n(&host_at_work_, __ATOMIC_RELAXED); }
#ifdef BITSTILL_HAS_LISTENER
  using Detector = app::DetectorLoop<check::Listener, check::Detection, kPlaces>;
  const Detector::View& view() { return detector_.view(); }
#endif

 private:
  void listen();

  CommandLoop commands_;
  Ring ring_;
  app::RingMicrophone<Ring> microphone_;
  bool host_at_work_ = false;
#ifdef BITSTILL_HAS_LISTENER
  Detector detector_;
  LiveStatus status_ = {};
#endif
};
