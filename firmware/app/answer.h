// An answer under construction: a frame whose fields are added in the order in which firmware/protocol.md lists them.
#pragma once

#include <string.h>

#include "protocol.h"

class Answer {
 public:
  void begin(uint8_t command, uint8_t sequence) {
    frame()[0] = static_cast<uint8_t>(command | protocol::kAnswer);
    frame()[1] = sequence;
    frame()[2] = protocol::kDone;
    bytes_ = 3;
  }

  // The status instead of whatever was added.
  void refuse(protocol::Status status) {
    frame()[2] = status;
    bytes_ = 3;
  }

  // What does not fit is not added; who adds has looked at room() before.
  void bytes(const void* data, size_t count) {
    if (count > room()) return;
    memcpy(frame() + bytes_, data, count);
    bytes_ += count;
  }
  template <class Number>
  void number(Number value) {
    bytes(&value, sizeof(value));
  }
  // Filled up with zeros.
  void text(const char* value, size_t count) {
    for (size_t i = 0; i < count; ++i) {
      number<char>(*value);
      if (*value != 0) ++value;
    }
  }

  // Where bytes can be put directly, to be counted by extend().
  uint8_t* end() { return frame() + bytes_; }
  void extend(size_t count) { bytes_ += count; }

  size_t room() const { return protocol::kFrameBytes - protocol::kChecksumBytes - bytes_; }
  uint8_t* frame() { return memory_ + 1; }
  const uint8_t* frame() const { return memory_ + 1; }
  size_t size() const { return bytes_; }  // without the checksum

 private:
  alignas(4) uint8_t memory_[1 + protocol::kFrameBytes] = {};  // so that what follows the status is aligned
  size_t bytes_ = 0;
};
