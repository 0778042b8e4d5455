// What a board hears right now: its listening is asked about ten times a second.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

#include "firmware/link/client.h"

namespace bitstill::firmware {

// A detection that the board reported, so long after the monitor began.
struct LiveDetection {
  double seconds;
  int32_t word;
  int32_t score;
};

class MonitorObserver {
 public:
  virtual ~MonitorObserver() = default;
  virtual void heard(const ListeningReport& report) = 0;
  virtual void detected(const LiveDetection& detection) = 0;
  // The board reported so many more than were seen one by one.
  virtual void missed(uint32_t detections) = 0;
};

// Until `seconds` are over, or Ctrl-C where they are 0. Throws Error where the board does not listen.
void monitor(Client& client, double seconds, MonitorObserver& observer);

}  // namespace bitstill::firmware
