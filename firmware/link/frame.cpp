#include "firmware/link/frame.h"

#include <cctype>
#include <cstring>

#include "firmware/app/crc32.h"
#include "firmware/app/frame_coder.h"

namespace bitstill::firmware {
namespace {

constexpr size_t kMostText = 400;

uint32_t sum_of(uint32_t session, std::span<const uint8_t> frame) {
  return crc32_of(frame.data(), frame.size(), crc32_of(&session, sizeof(session)));
}

}  // namespace

std::vector<uint8_t> code_request(protocol::Command command, uint8_t sequence, std::span<const uint8_t> data,
                                  uint32_t session) {
  std::vector<uint8_t> frame{command, sequence};
  frame.insert(frame.end(), data.begin(), data.end());
  const uint32_t sum = sum_of(command == protocol::kHello ? 0 : session, frame);
  frame.resize(frame.size() + sizeof(sum));
  std::memcpy(frame.data() + frame.size() - sizeof(sum), &sum, sizeof(sum));
  std::vector<uint8_t> wire;
  send_coded(frame.data(), frame.size(),
             [&](const uint8_t* piece, size_t bytes) { wire.insert(wire.end(), piece, piece + bytes); });
  return wire;
}

std::optional<BoardFrame> FrameFinder::take(uint8_t byte, uint32_t session) {
  ++bytes_;
  const bool whole = reader_.take(byte);
  if (!whole) {
    const bool readable = std::isprint(byte) != 0 || byte == '\n';
    if (readable && text_.size() < kMostText) text_ += byte == '\n' ? ' ' : static_cast<char>(byte);
    return std::nullopt;
  }
  const size_t bytes = reader_.bytes() - protocol::kChecksumBytes;
  const std::span<const uint8_t> frame(reader_.frame(), bytes);
  uint32_t stated = 0;
  std::memcpy(&stated, frame.data() + bytes, sizeof(stated));
  const bool is_hello = frame[0] == (protocol::kHello | protocol::kAnswer);
  if (sum_of(is_hello ? 0 : session, frame) != stated) return std::nullopt;
  text_.clear();
  BoardFrame found{frame[0], frame[1], 0, {}};
  if (found.command == protocol::kWait) return found;
  if ((found.command & protocol::kAnswer) == 0 || frame.size() <= protocol::kHeadBytes) return std::nullopt;
  found.command &= static_cast<uint8_t>(~protocol::kAnswer);
  found.status = frame[protocol::kHeadBytes];
  const auto data = frame.subspan(protocol::kHeadBytes + 1);
  found.data.assign(data.begin(), data.end());
  return found;
}

void FrameFinder::forget_text() {
  text_.clear();
  bytes_ = 0;
}

}  // namespace bitstill::firmware
