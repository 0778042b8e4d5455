// Splits that are drawn keep speakers apart, and splits that do not are refused by the speaker's name.
#include "datasets/recordings/assign_splits.h"

#include <map>
#include <set>

#include "tests/datasets/recordings/recording_files.h"

namespace bitstill::datasets {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class AssignSplits : public tests::RecordingFiles {
 protected:
  // Ten recordings of each of so many speakers.
  static Recordings spoken_by(int64_t speakers) {
    Recordings recordings;
    for (int64_t i = 0; i < 10 * speakers; ++i) {
      recordings.push_back({"f/" + std::to_string(i) + ".wav",
                            std::to_string(i) + ".wav",
                            "bed",
                            "speaker " + std::to_string(i % speakers),
                            {}});
    }
    return recordings;
  }

  static std::set<std::string> speakers_of(const Recordings& recordings, Split split) {
    std::set<std::string> speakers;
    for (const Recording& each : recordings) {
      if (each.split == split) speakers.insert(each.speaker);
    }
    return speakers;
  }

  std::string refused(Recordings recordings, const configs::RecordingsConfig& config) const {
    return refusal([&] { assign_splits(recordings, config, 1); });
  }
};

TEST_F(AssignSplits, ADrawNeverDividesASpeaker) {
  for (int64_t seed = 1; seed <= 20; ++seed) {
    Recordings recordings = spoken_by(10);
    assign_splits(recordings, config(), seed);
    std::map<std::string, std::set<Split>> splits;
    for (const Recording& each : recordings) splits[each.speaker].insert(*each.split);
    for (const auto& [speaker, in] : splits) EXPECT_EQ(in.size(), 1u) << speaker;
    EXPECT_EQ(speakers_of(recordings, Split::kTrain).size(), 8u);
    EXPECT_EQ(speakers_of(recordings, Split::kValidation).size(), 1u);
    EXPECT_EQ(speakers_of(recordings, Split::kTest).size(), 1u);
  }
}

TEST_F(AssignSplits, DependOnTheSeedAlone) {
  Recordings one = spoken_by(20), again = spoken_by(20), other = spoken_by(20);
  assign_splits(one, config(), 1);
  assign_splits(again, config(), 1);
  assign_splits(other, config(), 2);
  EXPECT_EQ(lines(one), lines(again));
  EXPECT_NE(lines(one), lines(other));
}

TEST_F(AssignSplits, ValidationIsTakenFromTrainingWhereAManifestHasNone) {
  Recordings recordings = spoken_by(5);
  for (Recording& each : recordings) each.split = each.speaker == "speaker 4" ? Split::kTest : Split::kTrain;
  Recordings by_recording = recordings;
  configs::RecordingsConfig keep = config();
  keep.validation_fraction = 0.2;
  assign_splits(recordings, keep, 1);
  EXPECT_EQ(speakers_of(recordings, Split::kValidation).size(), 1u) << "a whole speaker";
  EXPECT_THAT(speakers_of(recordings, Split::kTest), ElementsAre("speaker 4"));

  keep.keep_together = "recording";
  assign_splits(by_recording, keep, 1);
  EXPECT_EQ(speakers_of(by_recording, Split::kTrain).size(), 4u) << "each is still heard in training";
  EXPECT_EQ(std::ranges::count(by_recording, std::optional(Split::kValidation), &Recording::split), 8);
  EXPECT_THAT(speakers_of(by_recording, Split::kTest), ElementsAre("speaker 4"));
}

TEST_F(AssignSplits, SpeakersCanBeNamed) {
  Recordings recordings = spoken_by(5);
  configs::RecordingsConfig named = config();
  named.validation_speakers = {"speaker 1"};
  named.test_speakers = {"speaker 0", "speaker 3"};
  assign_splits(recordings, named, 1);
  EXPECT_THAT(speakers_of(recordings, Split::kValidation), ElementsAre("speaker 1"));
  EXPECT_THAT(speakers_of(recordings, Split::kTest), ElementsAre("speaker 0", "speaker 3"));
  EXPECT_THAT(speakers_of(recordings, Split::kTrain), ElementsAre("speaker 2", "speaker 4"));
  named.test_speakers = {"speker 2"};
  EXPECT_EQ(refused(spoken_by(5), named),
            "x.yaml:3:1: test_speakers names 'speker 2', who speaks in none of 50 recordings (did you mean 'speaker "
            "2'?)");
}

TEST_F(AssignSplits, ASpeakerInTwoSplitsIsNamed) {
  Recordings recordings = spoken_by(2);
  for (Recording& each : recordings) each.split = Split::kTrain;
  recordings[3].split = Split::kTest;
  configs::RecordingsConfig keep = config();
  keep.keep_together = "recording";
  EXPECT_EQ(
      refused(recordings, keep),
      "x.yaml:3:1: speaker 'speaker 1' is heard in train (19.wav) and in test (3.wav), expected one split for each "
      "speaker; set test_speakers, or speakers_may_overlap: true and call the score optimistic");
  keep.speakers_may_overlap = true;
  EXPECT_EQ(refused(recordings, keep), "");
}

TEST_F(AssignSplits, TrainingAndValidationMayShareSpeakersOnlyWhereRecordingsAreDealt) {
  Recordings recordings = spoken_by(3);
  for (Recording& each : recordings) each.split = each.speaker == "speaker 2" ? Split::kTest : Split::kTrain;
  recordings[0].split = Split::kValidation;
  EXPECT_THAT(refused(recordings, config()),
              testing::HasSubstr("'speaker 0' is heard in train (27.wav) and in validation"));
  configs::RecordingsConfig keep = config();
  keep.keep_together = "recording";
  EXPECT_EQ(refused(recordings, keep), "");
}

TEST_F(AssignSplits, OneSpeakerLeavesNothingToLearnFrom) {
  EXPECT_EQ(refused(spoken_by(1), config()),
            folder_.path().string() +
                ": 10 recordings of 1 speakers leave nothing to learn from, expected more of them "
                "or other fractions");
}

TEST_F(AssignSplits, RecordingsOfNobodyKnownAreDealtOutOneByOne) {
  Recordings recordings = spoken_by(10);
  for (Recording& each : recordings) each.speaker.clear();
  assign_splits(recordings, config(), 1);
  EXPECT_EQ(std::ranges::count(recordings, std::optional(Split::kTest), &Recording::split), 10);
}

}  // namespace
}  // namespace bitstill::datasets
