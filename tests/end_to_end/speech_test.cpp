// From typed words to a module that is proven from samples on, and what the commands say of recordings.
#include <gmock/gmock.h>

#include <cstring>

#include "configs/support/files.h"
#include "datasets/audio/write_wav.h"
#include "tests/end_to_end/program.h"

namespace bitstill::tests {
namespace {

using testing::HasSubstr;

constexpr const char* kConfig = R"(
dataset:
  kind: spoken_words
  words: [lamp, music]
  counts: {train: 30, validation: 6, test: 6}
  unknown: {per_word: 1}
  silence: {per_word: 1}
features: {kind: mfcc, coefficients: 10, clip_ms: 800}
teacher:
  layers: [{preset: {name: tc_resnet8, width: 0.3}}]
  training: {epochs: 2, batch_size: 16}
student:
  layers: [{preset: {name: tc_resnet8, width: 0.2}}]
  training: {epochs: 2, batch_size: 16}
quantization: {frozen_epochs: 1, training: {epochs: 2, batch_size: 16}}
module: {check_vectors: 4}
)";
constexpr int64_t kClipSamples = 12800;

class SpeechTest : public ProgramTest {
 protected:
  void SetUp() override {
    write("tiny.yaml", kConfig);
    const auto run = bitstill({"run", "tiny.yaml"});
    ASSERT_EQ(run.exit_code, 0) << run.text;
    text_ = run.text;
  }
  // One of the clips that the module is checked with.
  void write_clip(const std::string& name, int64_t index) {
    const auto bytes = read_file(path("runs/tiny/generated/check/pcm.bin"));
    datasets::Pcm samples(kClipSamples);
    std::memcpy(samples.data(), bytes.data() + index * kClipSamples * 2, kClipSamples * 2);
    std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
    datasets::write_wav(path(name), samples, 16000);
  }
  std::string text_;
};

TEST_F(SpeechTest, GoesFromTypedWordsToAModuleProvenFromSamplesOn) {
  EXPECT_THAT(text_, HasSubstr("host   every byte equal: 39 x 10 features, 16 layers, 4 clips"));
  EXPECT_THAT(text_, HasSubstr("lx106  every byte equal: 39 x 10 features, 16 layers, 4 clips"));
  const auto proof = bitstill({"verify", "runs/tiny", "--from", "pcm", "--on", "host"});
  EXPECT_EQ(proof.exit_code, 0) << proof.text;

  write_clip("lamp.wav", 0);
  const auto heard = bitstill({"classify", "runs/tiny/student.tflite", "lamp.wav"});
  EXPECT_EQ(heard.exit_code, 0) << heard.text;
  for (const char* label : {"lamp", "music", "unknown", "silence"}) EXPECT_THAT(heard.text, HasSubstr(label));

  for (int64_t i = 0; i < 4; ++i) write_clip("mine/lamp/" + std::to_string(i) + ".wav", i);
  const auto evaluation = bitstill({"evaluate", "runs/tiny/student.tflite", "--wavs", "mine"});
  EXPECT_EQ(evaluation.exit_code, 0) << evaluation.text;
  EXPECT_THAT(evaluation.text, HasSubstr("of 4)"));

  const auto mix = bitstill({"mix", "tiny.yaml", "-o", "long.wav", "--minutes", "0.5"});
  EXPECT_EQ(mix.exit_code, 0) << mix.text;
  EXPECT_THAT(mix.text, HasSubstr("long.wav: 30 s, 3 words to be found and 3 others"));
  const auto own = bitstill({"mix", "tiny.yaml", "-o", "long.csv", "--minutes", "0.5"});
  EXPECT_EQ(own.exit_code, 2);
  EXPECT_THAT(own.text, HasSubstr("long.csv: does not end in .wav"));
  const auto wrong = bitstill({"run", "tiny.yaml", "--run", "new", "--set", "detection.thresholds={lampe: 0.9}"});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_THAT(wrong.text, HasSubstr("lampe"));
  EXPECT_FALSE(std::filesystem::exists(path("new/teacher.pt")));
  const auto stream = bitstill({"evaluate", "runs/tiny/student.tflite", "--stream", "long.wav", "--words", "long.csv"});
  EXPECT_EQ(stream.exit_code, 0) << stream.text;
  EXPECT_THAT(stream.text, HasSubstr("false alarms"));
}

TEST_F(SpeechTest, TheSameConfigGivesTheSameArtifactAndAnotherThresholdTrainsNothing) {
  const auto bytes = read_file(path("runs/tiny/student.tflite"));
  ASSERT_EQ(bitstill({"run", "tiny.yaml", "--run", "again"}).exit_code, 0);
  EXPECT_EQ(read_file(path("again/student.tflite")), bytes);

  const auto changed = bitstill({"run", "tiny.yaml", "--set", "detection.threshold=0.9"});
  EXPECT_EQ(changed.exit_code, 0) << changed.text;
  EXPECT_THAT(changed.text, HasSubstr("quantized: done already"));
  EXPECT_THAT(changed.text, HasSubstr("artifact: done again, because what leads to it changed"));
  EXPECT_NE(read_file(path("runs/tiny/student.tflite")), bytes);
}

}  // namespace
}  // namespace bitstill::tests
