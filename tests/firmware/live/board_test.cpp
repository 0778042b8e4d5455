// A board that listens, without hardware: the firmware as a process behind a pty, whose microphone plays a recording
// over and over: a second of silence, 300 ms of a low tone, a second of silence, 300 ms of a high one.
#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <optional>

#include "codegen/codegen.h"
#include "configs/support/files.h"
#include "datasets/audio/read_waveform.h"
#include "firmware/link/emulated_board.h"
#include "firmware/live/monitor.h"
#include "firmware/live/recorder.h"
#include "firmware/targets/detect.h"
#include "firmware/targets/module_folder.h"
#include "tests/firmware/tiny_module.h"
#include "tests/firmware/variable.h"
#include "tests/support/pitch_model.h"

namespace bitstill::firmware {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr int kLow = 0;
constexpr int kHigh = 1;

std::string recording() {
  std::string bytes;
  const auto add = [&](int milliseconds, double hertz) {
    for (int i = 0; i < milliseconds * tests::kPitchRate / 1000; ++i) {
      const double tone = hertz > 0 ? 12'000 * std::sin(2 * M_PI * hertz * i / tests::kPitchRate) : 0;
      const auto sample = static_cast<uint16_t>(std::lround(tone));
      bytes += {static_cast<char>(sample & 255), static_cast<char>(sample >> 8)};
    }
  };
  add(1000, 0);
  add(300, 400);
  add(1000, 0);
  add(300, 3000);
  return bytes;
}

class LiveBoard : public testing::Test {
 protected:
  void SetUp() override {
    write_file(at("pitch.tflite"), tests::pitch_artifact());
    codegen::generate_module(at("pitch.tflite"), at("pitch"), {});
    write_file(at("microphone"), recording());
  }

  std::unique_ptr<Client> start() {
    const ModuleFolder module = open_module(at("pitch"));
    auto client = std::make_unique<Client>(
        start_emulated_board("board:host", emulated_board_target("board:host"), module, folder_.path()));
    client->hello();
    return client;
  }

  fs::path at(const std::string& name) const { return folder_.path() / name; }

  TemporaryFolder folder_;
};

struct Seen : MonitorObserver, RecordingObserver {
  void heard(const ListeningReport& report) override { last = report; }
  void detected(const LiveDetection& detection) override { words.push_back(detection.word); }
  void missed(uint32_t detections) override { unseen += detections; }

  void heard(int32_t, bool, int64_t) override {}
  void kept(const fs::path& file, const Utterance&, int64_t) override { files.push_back(file); }
  void passed_over(const std::string& why) override { reasons.push_back(why); }

  ListeningReport last;
  std::vector<int32_t> words;
  uint32_t unseen = 0;
  std::vector<fs::path> files;
  std::vector<std::string> reasons;
};

TEST_F(LiveBoard, IsMonitoredWhileItListensAndRecordsWordsThroughItsMicrophone) {
  std::optional<tests::Variable> variable(std::in_place, "BITSTILL_MICROPHONE", at("microphone").string());
  const auto client = start();
  Seen seen;
  monitor(*client, 3.2, seen);
  EXPECT_EQ(seen.unseen, 0U);
  EXPECT_GT(seen.last.inferences, 50U);
  EXPECT_EQ(seen.last.dropped_hops, 0U);
  seen.words.erase(std::ranges::unique(seen.words).begin(), seen.words.end());  // a tone may be heard twice
  ASSERT_GE(seen.words.size(), 2U);
  EXPECT_EQ(seen.words[0], kLow);
  EXPECT_EQ(seen.words[1], kHigh);

  const RecordingPlace place{at("recordings"), "beep", "anna"};
  record_words(*client, {place, 2, 500}, seen);
  EXPECT_THAT(seen.files,
              ElementsAre(at("recordings/beep/anna_nohash_0.wav"), at("recordings/beep/anna_nohash_1.wav")));
  const datasets::Pcm clip = datasets::read_pcm(seen.files[0], tests::kPitchRate);
  EXPECT_EQ(clip.size(), 8000U);
  EXPECT_GT(std::abs(clip[4000]) + std::abs(clip[4010]), 1000);  // the tone is in the middle
  EXPECT_LT(std::abs(clip[100]), 300);
  EXPECT_EQ(place.next_file(), at("recordings/beep/anna_nohash_2.wav"));

  const fs::path noise = record_all(*client, {at("recordings"), "_background_noise_", "room"}, 2, seen);
  EXPECT_EQ(datasets::read_pcm(noise, tests::kPitchRate).size(), 2U * tests::kPitchRate);

  variable.emplace("BITSTILL_MICROPHONE", std::nullopt);
  ASSERT_TRUE(client->line().reopen(client->line().now() + std::chrono::seconds(5)));  // which starts it anew
  client->hello();
  try {
    record_words(*client, {place, 1, 500}, seen);
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("has no microphone"));
  }
}

}  // namespace
}  // namespace bitstill::firmware
