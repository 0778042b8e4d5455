#include "tests/hostile/commands/script.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "firmware/link/frame.h"
#include "tests/hostile/commands/board_in_memory.h"

namespace bitstill::tests {
namespace {

enum class Step : uint8_t { kFrame, kLongFrame, kDamagedFrame, kNoise, kTime, kCount };

class Player {
 public:
  explicit Player(std::span<const uint8_t> script) : script_(script) {}

  void play() {
    while (!script_.empty()) step(static_cast<Step>(byte() % static_cast<uint8_t>(Step::kCount)));
  }

 private:
  uint8_t byte() {
    if (script_.empty()) return 0;
    const uint8_t value = script_[0];
    script_ = script_.subspan(1);
    return value;
  }

  std::vector<uint8_t> bytes(size_t count) {
    std::vector<uint8_t> taken(count);
    const size_t there = std::min(count, script_.size());
    std::copy_n(script_.begin(), there, taken.begin());
    script_ = script_.subspan(there);
    return taken;
  }

  void step(Step step) {
    switch (step) {
      case Step::kFrame:
        return send_to_board(frame(bytes(byte() % 32)));
      case Step::kLongFrame:
        return send_to_board(frame(long_data()));
      case Step::kDamagedFrame: {
        std::vector<uint8_t> wire = frame(bytes(byte() % 32));
        wire[byte() % wire.size()] ^= byte();
        return send_to_board(wire);
      }
      case Step::kNoise:
        return send_to_board(bytes(byte()));
      case Step::kTime:
        return let_time_pass(64 * byte());
      case Step::kCount:
        return;
    }
  }

  // A head that the script gives, then zeros: up to 32 bytes more than a board takes.
  std::vector<uint8_t> long_data() {
    const size_t length = (static_cast<size_t>(byte()) << 8 | byte()) % (protocol::kDataBytes + 32);
    std::vector<uint8_t> data = bytes(std::min<size_t>(length, 10));
    data.resize(length);
    return data;
  }

  std::vector<uint8_t> frame(const std::vector<uint8_t>& data) {
    const auto command = static_cast<protocol::Command>(byte() % 20);
    auto wire = firmware::code_request(command, byte(), data, session_);
    if (command == protocol::kHello && data.size() == sizeof(session_)) {
      uint32_t begun = 0;
      std::memcpy(&begun, data.data(), sizeof(begun));
      if (begun != 0) session_ = begun;
    }
    return wire;
  }

  std::span<const uint8_t> script_;
  uint32_t session_ = 1;
};

}  // namespace

void play(std::span<const uint8_t> script) {
  start_board();
  answers_hello(1);
  Player(script).play();
}

}  // namespace bitstill::tests
