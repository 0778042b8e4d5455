// Where the stream of samples stands that a host sends in parts, so that no part is taken twice or out of order.
#pragma once

#include <stdint.h>

class Place {
 public:
  // Streams that share the module's memory, so that one ends where another begins.
  enum Stream : uint8_t { kNone, kInputs, kClips, kListening, kMicrophone };

  // Whether a part at `position` may follow: where the one before ended, or where a unit begins.
  bool accepts(Stream stream, uint32_t position, bool begins_unit) const {
    return begins_unit || (stream == stream_ && position == next_);
  }

  void go_to(Stream stream, uint32_t next) {
    stream_ = stream;
    next_ = next;
  }
  void forget() { stream_ = kNone; }

  bool is_in(Stream stream) const { return stream == stream_; }
  uint32_t next() const { return next_; }

 private:
  Stream stream_ = kNone;
  uint32_t next_ = 0;
};
