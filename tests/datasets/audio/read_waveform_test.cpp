// Recordings of every kind become 16-bit samples at one rate, or are refused in one sentence.
#include "datasets/audio/read_waveform.h"

#include "datasets/audio/levels.h"
#include "datasets/audio/write_wav.h"
#include "tests/datasets/audio/sound_files.h"
#include "tests/shared.h"

namespace bitstill::datasets {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

class ReadWaveform : public tests::SoundFolder {
 protected:
  std::string refused(const std::string& name) const {
    return refusal([&] { read_pcm(at(name), 16000); });
  }
};

TEST_F(ReadWaveform, GivesTheSamplesOfA16BitFileAsTheyAre) {
  const Pcm samples{0, 1, -1, 32767, -32768, 1234};
  write_wav(at("a.wav"), samples, 16000);
  EXPECT_EQ(read_pcm(at("a.wav"), 16000), samples);
}

TEST_F(ReadWaveform, AveragesChannels) {
  tests::write_sound(at("stereo.wav"), {0.5f, 0.25f, -1.0f, 0.0f}, {.channels = 2});
  EXPECT_THAT(read_pcm(at("stereo.wav"), 16000), ElementsAre(12288, -16384));
}

TEST_F(ReadWaveform, ReadsEveryDepth) {
  for (const int depth : {SF_FORMAT_PCM_U8, SF_FORMAT_PCM_16, SF_FORMAT_PCM_24, SF_FORMAT_PCM_32, SF_FORMAT_FLOAT}) {
    tests::write_sound(at("a.wav"), {0.0f, 0.5f, -0.25f}, {.format = SF_FORMAT_WAV | depth});
    const Pcm pcm = read_pcm(at("a.wav"), 16000);
    ASSERT_THAT(pcm, SizeIs(3));
    EXPECT_NEAR(pcm[1], 16384, 256) << std::hex << depth;
    EXPECT_NEAR(pcm[2], -8192, 256) << std::hex << depth;
  }
}

TEST_F(ReadWaveform, ReadsFlac) {
  tests::write_sound(at("a.flac"), {0.0f, 0.5f, -0.25f}, {.format = SF_FORMAT_FLAC | SF_FORMAT_PCM_16});
  EXPECT_THAT(read_pcm(at("a.flac"), 16000), ElementsAre(0, 16384, -8192));
}

TEST_F(ReadWaveform, LimitsFloatsBeyondFullScale) {
  tests::write_sound(at("a.wav"), {2.0f, -3.0f}, {.format = SF_FORMAT_WAV | SF_FORMAT_FLOAT});
  EXPECT_THAT(read_pcm(at("a.wav"), 16000), ElementsAre(32767, -32768));
}

TEST_F(ReadWaveform, ResamplesWithoutMovingTheSound) {
  for (const int rate : {8000, 22050, 44100, 48000}) {
    tests::write_sound(at("a.wav"), tests::tone(440, 0.5, rate), {.rate = rate});
    const std::vector<float> heard = to_float(read_pcm(at("a.wav"), 16000));
    const std::vector<float> expected = tests::tone(440, 0.5);
    ASSERT_THAT(heard, SizeIs(expected.size())) << rate;
    for (size_t i = 500; i + 500 < heard.size(); ++i) ASSERT_NEAR(heard[i], expected[i], 0.002) << rate << " at " << i;
  }
}

TEST_F(ReadWaveform, TakesAwayWhatTheLowerRateCannotHold) {
  tests::write_sound(at("a.wav"), tests::tone(15000, 0.5, 44100), {.rate = 44100});
  EXPECT_LT(rms(read_pcm(at("a.wav"), 16000)), 20) << "of " << 0.5 * 32768 / std::sqrt(2);
}

TEST_F(ReadWaveform, RefusesWhatIsNoRecording) {
  write_file(at("empty.wav"), std::string_view(""));
  write_file(at("text.wav"), std::string_view("hello, I am a text"));
  EXPECT_EQ(refused("none.wav"), "none.wav: is no file, expected a recording in WAV or FLAC");
  EXPECT_EQ(refused("empty.wav"), "empty.wav: is empty, expected a recording in WAV or FLAC");
  EXPECT_EQ(
      refused("text.wav"),
      "text.wav: is no WAV or FLAC recording (Format not recognised.), expected one; convert it, or leave it out");
  tests::write_sound(at("other.aiff"), {0.5f}, {.format = SF_FORMAT_AIFF | SF_FORMAT_PCM_16});
  EXPECT_EQ(refused("other.aiff"),
            "other.aiff: is no WAV or FLAC recording (another format), expected one; convert it, or leave it out");
}

TEST_F(ReadWaveform, RefusesATruncatedFile) {
  write_wav(at("whole.wav"), Pcm(1000, 7), 16000);
  std::vector<uint8_t> bytes = read_file(at("whole.wav"));
  bytes.resize(bytes.size() - 300);
  write_file(at("part.wav"), bytes);
  EXPECT_EQ(refused("part.wav"),
            "part.wav: is truncated: its header promises 2000 bytes of samples and 1700 follow, expected a whole "
            "recording; copy it again, or leave it out");
}

TEST_F(ReadWaveform, RefusesATruncatedFlac) {
  tests::write_sound(at("whole.flac"), tests::tone(3000, 2), {.format = SF_FORMAT_FLAC | SF_FORMAT_PCM_16});
  std::vector<uint8_t> bytes = read_file(at("whole.flac"));
  bytes.resize(bytes.size() / 2);
  write_file(at("part.flac"), bytes);
  EXPECT_THAT(refused("part.flac"), testing::StartsWith("part.flac: is truncated or damaged: "));
}

TEST_F(ReadWaveform, RefusesAFileWithoutSamples) {
  write_wav(at("a.wav"), Pcm{}, 16000);
  EXPECT_EQ(refused("a.wav"), "a.wav: holds no samples, expected a recording; leave it out");
}

TEST_F(ReadWaveform, RefusesSamplesThatAreNoNumbers) {
  tests::write_sound(at("a.wav"), {0.5f, NAN}, {.format = SF_FORMAT_WAV | SF_FORMAT_FLOAT});
  EXPECT_EQ(refused("a.wav"), "a.wav: sample 1 is no finite number, expected samples from -1 to 1; export it again");
}

TEST_F(ReadWaveform, RefusesARecordingOfHours) {
  write_wav(at("a.wav"), Pcm(1801 * 1000), 1000);
  EXPECT_EQ(refused("a.wav"), "a.wav: lasts longer than 30 minutes, expected a shorter recording; cut it");
}

TEST_F(ReadWaveform, ReadsThePublishedSamples) {
  BITSTILL_NEED_SHARED("data/tflm_samples");
  EXPECT_THAT(read_pcm(tests::shared_path("data/tflm_samples/yes_1000ms.wav"), 16000), SizeIs(16000));
}

}  // namespace
}  // namespace bitstill::datasets
