// Listening while the microphone goes on: it puts hops into a ring and never waits for an inference; step() takes them
// out one by one, runs the listener and publishes what there is to see.
//
// An inference that takes longer than a hop delays the hops behind it, which the ring holds. Where inferences are too
// slow on average, hops are lost, and `dropped` counts them: the listener then hears the stream with the gap closed.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "hop_ring.h"
#include "latest.h"
#include "level.h"

namespace app {

// What is known after a hop. Counters wrap at 2^32.
template <int kClasses>
struct Hearing {
  int8_t scores[kClasses];  // of the last inference
  uint32_t inferences;      // so far
  uint32_t inference_time;  // what the hop of the last one took, in the clock's ticks

  uint32_t detections;       // so far; the following are of the last one
  int32_t word;              // the place of its label
  int32_t score;             // the mean that was reached
  uint32_t inference;        // that completed it, counted from 0 since the listener began
  uint32_t hops_since_then;  // captured

  int32_t peak;                         // the hop's largest magnitude of a sample
  uint32_t captured, dropped, waiting;  // hops
};

// `Listener` and `Detection` are an emitted module's; `kPlaces` hops can wait. `clock` wraps at 2^32.
template <class Listener, class Detection, uint32_t kPlaces>
class DetectorLoop {
 public:
  using Ring = HopRing<Listener::kHopSamples, kPlaces>;
  using Clock = uint32_t (*)();
  static constexpr int kClasses = sizeof(static_cast<const Listener*>(nullptr)->scores());
  using View = Hearing<kClasses>;

  DetectorLoop(Ring& ring, Clock clock) : ring_(ring), clock_(clock) {}

  // The listener's side: hears the oldest hop that waits. False where none does. The listener is given each time, as
  // its memory may have served other things in between.
  bool step(Listener& listener) noexcept {
    const auto* const hop = ring_.oldest();
    if (hop == nullptr) return false;
    hear(*hop, listener);
    ring_.release();
    view_.captured = ring_.captured();
    view_.dropped = ring_.dropped();
    view_.waiting = ring_.waiting();
    latest_.publish(view_);
    return true;
  }

  // What is known after the last step.
  const View& now() const noexcept { return view_; }

  // The same for another task.
  const View& view() noexcept { return latest_.read(); }

 private:
  void hear(const typename Ring::Hop& hop, Listener& listener) noexcept {
    const uint32_t inferences = listener.inferences();
    Detection detection = {};
    const uint32_t start = clock_();
    const bool detected = listener.push(hop.samples, detection);
    const uint32_t end = clock_();
    view_.peak = peak(hop.samples, Listener::kHopSamples);
    if (listener.inferences() != inferences) {
      ++view_.inferences;
      view_.inference_time = end - start;
      memcpy(view_.scores, listener.scores(), sizeof(view_.scores));
    }
    if (detected) {
      ++view_.detections;
      view_.word = detection.word;
      view_.score = detection.score;
      view_.inference = detection.inference;
      detected_at_ = hop.number;
    }
    view_.hops_since_then = hop.number - detected_at_;
  }

  Ring& ring_;
  Clock clock_;
  View view_ = {};
  uint32_t detected_at_ = 0;
  Latest<View> latest_;
};

}  // namespace app
