// The board's end: what it answers, and what it refuses. tests/hostile sends it anything else.
#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "firmware/app/command_loop.h"
#include "firmware/app/workspace.h"
#include "firmware/link/cut.h"
#include "firmware/link/upload.h"
#include "tests/firmware/link/simulated_board.h"

namespace bitstill::tests {
namespace {

using namespace firmware;

template <class Number>
void append(std::vector<uint8_t>& data, Number value) {
  const auto* const from = reinterpret_cast<const uint8_t*>(&value);
  data.insert(data.end(), from, from + sizeof(value));
}

std::vector<uint8_t> position_and(uint32_t position, size_t bytes) {
  std::vector<uint8_t> data;
  append(data, position);
  data.resize(data.size() + bytes, 7);
  return data;
}

struct CommandLoopTest : testing::Test {
  CommandLoopTest() : client(std::make_unique<SimulatedLine>(), {}, std::mt19937(1)) { client.hello(); }

  int refusal(protocol::Command command, const std::vector<uint8_t>& data) {
    try {
      client.request(command, data);
      return protocol::kDone;
    } catch (const Refused& refused) {
      return refused.status;
    }
  }

  Client client;
};

TEST_F(CommandLoopTest, SaysWhatItCarries) {
  const BoardIdentity& board = client.identity();
  EXPECT_EQ(board.board, "simulated");
  EXPECT_EQ(board.module, "toy");
  EXPECT_EQ(board.artifact_sha256, "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
  EXPECT_EQ(board.input_bytes, 490);
  EXPECT_EQ(board.output_bytes, 12);
  EXPECT_EQ(board.layers, 2);
  EXPECT_EQ(board.frames, 49);
  EXPECT_TRUE(board.can(protocol::kCanStream));
  EXPECT_FALSE(board.can(protocol::kListens));
  EXPECT_NO_THROW(client.require_artifact(board.artifact_sha256, ""));
  EXPECT_THROW(client.require_artifact(std::string(64, '0'), "flash it"), Error);
}

TEST_F(CommandLoopTest, RefusesLengthsBeyondTheModulesTensors) {
  EXPECT_EQ(refusal(protocol::kInput, position_and(0, 491)), protocol::kWrongLength);
  EXPECT_EQ(refusal(protocol::kInput, position_and(400, 91)), protocol::kWrongLength);
  EXPECT_EQ(refusal(protocol::kRun, position_and(0, 489)), protocol::kWrongLength);
  EXPECT_EQ(refusal(protocol::kRun, position_and(0, 0)), protocol::kWrongLength);
  EXPECT_EQ(refusal(protocol::kFeatures, position_and(0, 3)), protocol::kWrongLength);
  EXPECT_EQ(refusal(protocol::kFeatures, position_and(16000 - 2, 6)), protocol::kWrongLength);
  EXPECT_EQ(refusal(protocol::kStream, position_and(0, 5)), protocol::kWrongLength);
  EXPECT_EQ(refusal(protocol::kHello, {1, 2, 3}), protocol::kWrongLength);
  EXPECT_EQ(refusal(protocol::kMemory, {1}), protocol::kWrongLength);
  std::vector<uint8_t> dump = position_and(0, 0);
  append(dump, uint16_t{3});
  append(dump, uint32_t{0});
  dump.resize(dump.size() + 490);
  EXPECT_EQ(refusal(protocol::kLayerDump, dump), protocol::kOutOfRange);
}

TEST_F(CommandLoopTest, RefusesWhatIsOutOfPlaceOrUnknown) {
  EXPECT_EQ(refusal(protocol::kInput, position_and(10, 5)), protocol::kOutOfPlace);
  EXPECT_EQ(refusal(protocol::kInput, position_and(0, 100)), protocol::kDone);
  EXPECT_EQ(refusal(protocol::kInput, position_and(101, 5)), protocol::kOutOfPlace);
  EXPECT_EQ(refusal(protocol::kFeatures, position_and(320, 4)), protocol::kOutOfPlace);
  EXPECT_EQ(refusal(protocol::kStream, position_and(320, 4)), protocol::kOutOfPlace);
  EXPECT_EQ(refusal(static_cast<protocol::Command>(0x40), {}), protocol::kNoSuchCommand);
  EXPECT_EQ(refusal(protocol::kListen, {}), protocol::kUnsupported);
  EXPECT_EQ(refusal(protocol::kLayerChecksums, {0, 0}), protocol::kNothingRan);
}

TEST_F(CommandLoopTest, DumpsAnyStageFromAnyPlace) {
  std::vector<uint8_t> inputs(490);
  for (size_t i = 0; i < inputs.size(); ++i) inputs[i] = static_cast<uint8_t>(3 * i);
  UploadUnit unit = cut_dump(client.identity(), inputs, 0, 0, 480);
  Uploader(client).run(unit);
  EXPECT_EQ(unit.answers.back(), std::vector<uint8_t>(inputs.begin() + 480, inputs.end()));
  unit = cut_dump(client.identity(), inputs, 490, 2, 0);
  Uploader(client).run(unit);
  EXPECT_EQ(unit.answers.back(), toy_outputs(inputs));
}

TEST_F(CommandLoopTest, StreamsLikeTheModulesListener) {
  std::vector<int16_t> recording(16000);
  for (size_t i = 0; i < recording.size(); ++i) recording[i] = static_cast<int16_t>(i * 77);
  UploadUnit unit = cut_stream(client.identity(), recording);
  Uploader(client).run(unit);
  std::vector<uint8_t> expected, all;
  toy::Listener listener;
  listener.reset();
  for (size_t at = 0; at < recording.size(); at += 320) {
    int16_t hop[320];
    std::copy_n(recording.begin() + static_cast<std::ptrdiff_t>(at), 320, hop);
    toy::Detection detection{-1, 0, 0};
    const uint32_t before = listener.inferences();
    listener.push(hop, detection);
    if (listener.inferences() == before) continue;
    append(expected, before);
    append(expected, detection.word);
    append(expected, detection.score);
    expected.insert(expected.end(), std::begin(listener.scores()), std::end(listener.scores()));
  }
  for (const auto& answer : unit.answers) all.insert(all.end(), answer.begin(), answer.end());
  EXPECT_EQ(all, expected);
}

TEST_F(CommandLoopTest, TellsOfMemoryPowerAndMicrophone) {
  EXPECT_EQ(client.memory().free_heap, 5000);
  EXPECT_EQ(client.memory().largest_block, std::nullopt);
  EXPECT_EQ(client.power().battery_millivolts, 3900);
  EXPECT_EQ(client.power().bus_microamperes, 310000);
  const MicrophoneChunk first = client.microphone(0, 100);
  const MicrophoneChunk second = client.microphone(first.next, 5);
  EXPECT_EQ(first.samples.size(), 100U);
  EXPECT_EQ(second.samples, (std::vector<int16_t>{100, 101, 102, 103, 104}));
  EXPECT_EQ(second.dropped, 3U);
  EXPECT_EQ(refusal(protocol::kMicCapture, {9, 0, 0, 0, 1, 0}), protocol::kOutOfPlace);
  client.stop_microphone();
}

TEST_F(CommandLoopTest, GoesFasterAndComesBack) {
  EXPECT_TRUE(client.raise_baud(921600));
  EXPECT_EQ(client.memory().arena, static_cast<int64_t>(check::kArenaBytes));
  client.line().set_baud(115200);  // as a host does that starts anew
  Client other(std::make_unique<SimulatedLine>());
  EXPECT_NO_THROW(other.hello());
}

TEST_F(CommandLoopTest, LetsTheBoardsOwnListeningPauseWhileAHostUsesTheNetwork) {
  CommandLoop idle;
  EXPECT_FALSE(idle.host_uses_network());
}

TEST(Traffic, FramesAndAnswersCostLittle) {
  Client client(std::make_unique<SimulatedLine>(), {}, std::mt19937(1));
  client.hello();
  ASSERT_TRUE(client.raise_baud(921600));
  const int64_t before = client.traffic().sent;
  const auto began = client.line().now();
  Positions positions;
  std::mt19937 random(3);
  int sent = 0;
  Uploader(client).run(
      [&]() -> std::optional<UploadUnit> {
        if (sent == 1000) return std::nullopt;
        std::vector<uint8_t> two(980);
        for (uint8_t& byte : two) byte = static_cast<uint8_t>(random());
        sent += 2;
        return cut_inputs(client.identity(), two, positions.take(client, 980, 490));
      },
      [](UploadUnit&) {});
  const double line_seconds = static_cast<double>(10 * (client.traffic().sent - before)) / 921600;
  const double all_seconds = std::chrono::duration<double>(client.line().now() - began).count();
  std::printf("overhead %.2f %%, line time %.3f s host to board, %.3f s both ways one after the other\n",
              100 * client.traffic().overhead(), line_seconds, all_seconds);
  EXPECT_LE(client.traffic().overhead(), 0.08);
  EXPECT_LE(line_seconds, 6.0);
}

TEST(Client, SaysWhatSpeaksInItsPlace) {
  auto line = std::make_unique<SimulatedLine>();
  line->dead = true;
  const std::string banner = "rst:0x1 (POWERON_RESET),boot:0x13\n";
  line->says_at_start.assign(banner.begin(), banner.end());
  Client client(std::move(line));
  try {
    client.hello();
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("rst:0x1"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("bitstill flash"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace bitstill::tests
