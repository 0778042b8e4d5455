#include "station.h"

#include <string.h>

#ifdef BITSTILL_HAS_LISTENER

Station::Station(uint32_t (*microseconds)()) : microphone_(ring_), detector_(ring_, microseconds) {
  status_.word = -1;
  commands_.report(status_);
}

void Station::listen() {
  microphone_.stop();
  while (detector_.step(workspace::listener())) {
    const Detector::View& now = detector_.now();
    status_.inferences = now.inferences;
    status_.dropped_hops = now.dropped;
    status_.detections = now.detections;
    if (now.detections > 0) status_.word = now.word;
    status_.score = now.score;
    status_.inference = now.inference;
    status_.inference_microseconds = now.inference_time;
    status_.level = static_cast<uint16_t>(now.peak);
    memcpy(status_.scores, now.scores, sizeof(status_.scores));
    commands_.poll(0);
    if (commands_.host_uses_network()) return;
  }
}

#else

Station::Station(uint32_t (*)()) : microphone_(ring_) {}

void Station::listen() {
  if (!microphone_.is_recording()) ring_.discard();
}

#endif

void Station::round(uint32_t milliseconds) {
  commands_.poll(milliseconds);
  const bool host = commands_.host_uses_network();
  __atomic_store_n(&host_at_work_, host, __ATOMIC_RELAXED);
  if (host) {
    if (!microphone_.is_recording()) ring_.discard();
    return;
  }
  listen();
}
