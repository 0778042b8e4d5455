// Noise of one split is never heard in another.
#include "datasets/speech/noise_bank.h"

#include <set>

#include "datasets/audio/write_wav.h"
#include "tests/datasets/audio/sound_files.h"

namespace bitstill::datasets {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

// Files whose every sample has a value of its own.
class NoiseBanks : public tests::SoundFolder {
 protected:
  void put(const std::string& name, int64_t samples) {
    Pcm pcm;
    for (int64_t i = 0; i < samples; ++i) pcm.push_back(static_cast<int16_t>(next_++));
    write_wav(at(name), pcm, 1000);
  }

  configs::NoiseConfig config(const std::string& split) const {
    return {.folder = folder_.path().string(), .split = split, .validation_fraction = 0.2, .test_fraction = 0.3};
  }

  static std::multiset<int16_t> values(const NoiseBank& bank) {
    std::multiset<int16_t> all;
    for (const Pcm& track : bank.tracks()) all.insert(track.begin(), track.end());
    return all;
  }

  int next_ = -10000;
};

TEST_F(NoiseBanks, CutEachFileInThree) {
  put("a.wav", 1000);
  put("b.wav", 2000);
  const NoiseSplits banks = open_noise(config("time"), 1000, 100, 1);
  EXPECT_THAT(values(banks[0]), SizeIs(1500));
  EXPECT_THAT(values(banks[1]), SizeIs(600));
  EXPECT_THAT(values(banks[2]), SizeIs(900));
  std::multiset<int16_t> all;
  for (const NoiseBank& bank : banks) all.merge(values(bank));
  for (const int16_t value : all) ASSERT_EQ(all.count(value), 1u) << "a sample in two splits";
}

TEST_F(NoiseBanks, LeaveOutPartsShorterThanAClip) {
  put("a.wav", 1000);
  put("b.wav", 400);
  const NoiseSplits banks = open_noise(config("time"), 1000, 150, 1);
  EXPECT_THAT(banks[0].tracks(), SizeIs(2));
  EXPECT_THAT(banks[1].tracks(), SizeIs(1)) << "80 of b's 400 samples are no clip";
}

TEST_F(NoiseBanks, DealOutWholeFiles) {
  for (int i = 0; i < 10; ++i) put(std::to_string(i) + ".wav", 200);
  const NoiseSplits banks = open_noise(config("file"), 1000, 100, 1);
  EXPECT_THAT(banks[0].tracks(), SizeIs(5));
  EXPECT_THAT(banks[1].tracks(), SizeIs(2));
  EXPECT_THAT(banks[2].tracks(), SizeIs(3));
  for (const NoiseBank& bank : banks) {
    for (const Pcm& track : bank.tracks()) EXPECT_THAT(track, SizeIs(200));
  }
}

TEST_F(NoiseBanks, AWindowLiesInsideItsTrackOrGoesRound) {
  const NoiseBank bank({Pcm{1, 2, 3, 4, 5}});
  for (uint64_t seed = 0; seed < 20; ++seed) {
    Random random{seed};
    const Pcm window = bank.window(3, random);
    EXPECT_EQ(window[2], window[0] + 2);
  }
  Random random{1};
  EXPECT_THAT(bank.window(7, random), ElementsAre(1, 2, 3, 4, 5, 1, 2));
}

TEST_F(NoiseBanks, AreEmptyWithoutAFolder) {
  for (const NoiseBank& bank : open_noise({}, 1000, 100, 1)) EXPECT_TRUE(bank.empty());
}

TEST_F(NoiseBanks, RefuseAFolderWithoutRecordings) {
  EXPECT_THAT(refusal([&] { open_noise(config("time"), 1000, 100, 1); }),
              testing::HasSubstr(": 0 recordings of noise leave none for the train split"));
  put("a.wav", 1000);
  EXPECT_THAT(refusal([&] { open_noise(config("file"), 1000, 100, 1); }),
              testing::HasSubstr(": 1 recordings of noise"));
}

}  // namespace
}  // namespace bitstill::datasets
