// Frames on the host: coding, checksums, and finding them in what a line brings.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "firmware/app/frame_reader.h"

namespace bitstill::firmware {

// What goes on the wire for one request, the ending zero included. HELLO is summed with session 0 whatever is given.
std::vector<uint8_t> code_request(protocol::Command command, uint8_t sequence, std::span<const uint8_t> data,
                                  uint32_t session);

struct BoardFrame {
  uint8_t command = 0;  // of the request, or protocol::kWait
  uint8_t sequence = 0;
  uint8_t status = 0;
  std::vector<uint8_t> data;
};

// Finds the frames of one session.
class FrameFinder {
 public:
  // The frame that this byte completes; nothing where it completes none, or noise.
  std::optional<BoardFrame> take(uint8_t byte, uint32_t session);

  // Printable characters that came outside of frames, the first few hundred; and how many bytes came at all.
  const std::string& text() const { return text_; }
  int64_t bytes() const { return bytes_; }
  void forget_text();

 private:
  FrameReader reader_;
  std::string text_;
  int64_t bytes_ = 0;
};

}  // namespace bitstill::firmware
