// A firmware that answers a host and listens in between, for a board whose microphone brings samples whenever they are
// asked for, as a recording does: they are taken at the pace of a clock, in the same task.
#include "protocol.h"
#include "serial_board.h"
#include "station.h"

namespace {

uint32_t microseconds() { return board_milliseconds() * 1000; }

Station station(microseconds);

// What a microphone would have delivered since it was switched on.
class Pace {
 public:
  bool is_on() const { return on_; }
  void switch_on() {
    on_ = board_microphone_start(Station::kSampleRate);
    began_ = board_milliseconds();
    hops_ = 0;
  }
  void switch_off() { on_ = false; }
  bool hop_is_due() const {
    const uint64_t samples = static_cast<uint64_t>(board_milliseconds() - began_) * Station::kSampleRate / 1000;
    return on_ && samples >= (hops_ + 1) * Station::kHopSamples;
  }
  void took_hop() { ++hops_; }

 private:
  bool on_ = false;
  uint32_t began_ = 0;
  uint64_t hops_ = 0;
};

Pace pace;

void capture() {
  static int16_t hop[Station::kHopSamples];
  if (!pace.is_on()) pace.switch_on();
  for (; pace.hop_is_due(); pace.took_hop()) {
    size_t got = 0;
    while (got < Station::kHopSamples) {
      const size_t more = board_microphone_read(hop + got, Station::kHopSamples - got, 0);
      if (more == 0) return;
      got += more;
    }
    station.ring().push(hop);
  }
}

}  // namespace

int main() {
  for (;;) {
    const bool has_microphone = (board_abilities() & protocol::kHasMicrophone) != 0;
    if (has_microphone && !station.host_at_work()) {
      capture();
    } else {
      pace.switch_off();
    }
    station.round(2);
  }
}
