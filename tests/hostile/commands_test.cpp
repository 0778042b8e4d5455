// Whatever bytes come to a board, it goes on answering HELLO.
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "firmware/link/frame.h"
#include "tests/hostile/commands/board_in_memory.h"
#include "tests/hostile/commands/script.h"

namespace bitstill::tests {
namespace {

using Bytes = std::vector<uint8_t>;

class Commands : public testing::Test {
 protected:
  uint32_t draw(uint32_t below) { return static_cast<uint32_t>(random_() % below); }
  Bytes bytes(size_t count) {
    Bytes drawn(count);
    for (uint8_t& byte : drawn) byte = static_cast<uint8_t>(draw(3) == 0 ? draw(256) : draw(4));
    return drawn;
  }

  // What a host says when all goes well: every request once, with data that a board takes.
  Bytes conversation() {
    Bytes said;
    uint8_t sequence = 0;
    const auto say = [&](protocol::Command command, size_t length) {
      const Bytes wire = firmware::code_request(command, sequence++, Bytes(length), kSession);
      said.insert(said.end(), wire.begin(), wire.end());
    };
    say(protocol::kInput, 4 + 100);
    say(protocol::kRun, 4 + 490);
    say(protocol::kOutput, 4);
    say(protocol::kLayerChecksums, 2);
    say(protocol::kLayerDump, 10 + 490);
    say(protocol::kLayerCycles, 2);
    say(protocol::kMemory, 0);
    say(protocol::kFeatures, 4 + 640);
    say(protocol::kStream, 4 + 640);
    say(protocol::kMicCapture, 6);
    say(protocol::kPower, 0);
    say(protocol::kSetBaud, 4);
    say(protocol::kReboot, 0);
    say(protocol::kListen, 0);
    return said;
  }

  static constexpr uint32_t kSession = 1;
  std::mt19937 random_{7};
};

TEST_F(Commands, AnyScriptLeavesTheBoardAnsweringHello) {
  for (uint32_t round = 1; round <= 1500; ++round) {
    play(bytes(draw(400)));
    ASSERT_TRUE(answers_hello(1000 + round)) << round;
  }
}

TEST_F(Commands, SoDoesAConversationWithAnyOfItsBytesChangedLostOrDoubled) {
  const Bytes whole = conversation();
  for (uint32_t round = 1; round <= 500; ++round) {
    Bytes said = whole;
    for (uint32_t change = 1 + draw(6); change > 0; --change) {
      const auto at = said.begin() + draw(static_cast<uint32_t>(said.size()));
      switch (draw(3)) {
        case 0:
          *at ^= static_cast<uint8_t>(1 + draw(255));
          break;
        case 1:
          said.erase(at);
          break;
        default:
          said.insert(at, *at);
      }
    }
    start_board();
    ASSERT_TRUE(answers_hello(kSession));
    send_to_board(said);
    ASSERT_TRUE(answers_hello(1000 + round)) << round;
  }
}

}  // namespace
}  // namespace bitstill::tests
