// Finds frames in a stream of bytes and takes the COBS coding off them.
#pragma once

#include "protocol.h"

// COBS cuts a frame at its zeros into blocks and sends each as its length plus one, then its bytes; a block of 254
// bytes (length byte 255) is followed by no zero.
class FrameReader {
 public:
  // True where this byte ends a frame that is well coded, not too long and has at least a head and a checksum;
  // frame() holds it until the next call.
  bool take(uint8_t byte) {
    if (byte == 0) return end();
    if (!under_way_) begin();
    if (left_ == 0) {
      if (zero_follows_) append(0);
      zero_follows_ = byte != 255;
      left_ = byte - 1;
    } else {
      append(byte);
      --left_;
    }
    return false;
  }

  uint8_t* frame() { return frame_; }
  const uint8_t* frame() const { return frame_; }
  size_t bytes() const { return bytes_; }

 private:
  void begin() {
    bytes_ = 0;
    left_ = 0;
    zero_follows_ = false;
    too_long_ = false;
    under_way_ = true;
  }

  bool end() {
    const bool whole =
        under_way_ && left_ == 0 && !too_long_ && bytes_ >= protocol::kHeadBytes + protocol::kChecksumBytes;
    under_way_ = false;
    return whole;
  }

  void append(uint8_t byte) {
    too_long_ = bytes_ == protocol::kFrameBytes;
    if (!too_long_) frame_[bytes_++] = byte;
  }

  alignas(4) uint8_t frame_[protocol::kFrameBytes] = {};
  size_t bytes_ = 0;
  int left_ = 0;               // of the block under way
  bool zero_follows_ = false;  // the block under way, if another follows it
  bool too_long_ = false;
  bool under_way_ = false;
};
