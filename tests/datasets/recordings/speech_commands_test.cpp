// The split of Speech Commands is the one that its authors computed.
#include "datasets/recordings/speech_commands.h"

#include <gtest/gtest.h>

#include "datasets/recordings/read_manifest.h"
#include "tests/shared.h"

namespace bitstill::datasets {
namespace {

TEST(SpeechCommands, SpeakerStandsBeforeNohash) {
  EXPECT_EQ(speaker_of_speech_command("bed/0a7c2a8d_nohash_0.wav"), "0a7c2a8d");
  EXPECT_EQ(speaker_of_speech_command("bed/0.wav"), "");
}

TEST(SpeechCommands, RecordingsOfOneSpeakerStayTogether) {
  EXPECT_EQ(which_set("bed/0a7c2a8d_nohash_0.wav", 0.3, 0.3), which_set("elsewhere/0a7c2a8d_nohash_7.wav", 0.3, 0.3));
}

TEST(SpeechCommands, FractionsOfNothingAndAll) {
  EXPECT_EQ(which_set("a_nohash_0.wav", 0, 0), Split::kTrain);
  EXPECT_EQ(which_set("a_nohash_0.wav", 1.1, 0), Split::kValidation);
  EXPECT_EQ(which_set("a_nohash_0.wav", 0, 1.1), Split::kTest);
}

TEST(SpeechCommands, EveryPublishedRecordingIsWhereTheDatasetPutsIt) {
  BITSTILL_NEED_SHARED("data/speech_commands_3w");
  configs::RecordingsConfig config;
  config.folder = tests::shared_path("data/speech_commands_3w").string();
  config.manifest = config.folder + "/manifest.csv";
  const Recordings recordings = read_manifest(config);
  EXPECT_EQ(recordings.size(), 1680u);
  for (const Recording& each : recordings) {
    EXPECT_EQ(which_set(each.path, 0.1, 0.1), each.split) << each.name;
    EXPECT_EQ(speaker_of_speech_command(each.path), each.speaker);
  }
}

}  // namespace
}  // namespace bitstill::datasets
