// `bitstill classify`: what a model hears in recordings of all kinds, and which are refused.
#include <sndfile.h>

#include <nlohmann/json.hpp>

#include "codegen/tflite/metadata.h"
#include "datasets/features/json.h"
#include "firmware/listen/classify_command.h"
#include "tests/datasets/audio/sound_files.h"
#include "tests/firmware/listen_folder.h"
#include "tests/firmware/tiny_module.h"
#include "tests/shared.h"
#include "tests/support/spoken_artifact.h"

namespace bitstill::firmware {
namespace {

using testing::StartsWith;

class Classify : public tests::ListenFolder {
 protected:
  tests::Ended classify(const std::vector<std::string>& words) const {
    std::vector<std::string> all{"classify"};
    all.insert(all.end(), words.begin(), words.end());
    return run(add_classify_command, all);
  }

  nlohmann::json heard(const std::string& file) const {
    const tests::Ended ended = classify({"pitch.tflite", file, "--json"});
    EXPECT_EQ(ended.refusal, "");
    return nlohmann::json::parse(ended.text).at("recordings").at(0);
  }
};

TEST_F(Classify, PrintsTheScoresFromTheHighestToTheLowest) {
  tests::write_tone(at("a.wav"), 300);
  EXPECT_EQ(classify({"pitch.tflite", "a.wav"}).text,
            "a.wav\n"
            "  low   0.996  ##############################\n"
            "  high  0.000\n");
}

TEST_F(Classify, TakesManyRecordingsAndFoldersOfThem) {
  tests::write_tone(at("tones/1.wav"), 3000);
  tests::write_tone(at("tones/2.wav"), 300);
  tests::write_tone(at("a.wav"), 300);
  const auto all = nlohmann::json::parse(classify({"--json", "pitch.tflite", "a.wav", "tones/"}).text);
  ASSERT_EQ(all["recordings"].size(), 3U);
  EXPECT_EQ(all["recordings"][0]["label"], "low");
  EXPECT_EQ(all["recordings"][1]["label"], "high");
  EXPECT_EQ(all["recordings"][1]["path"], "tones/1.wav");
  EXPECT_EQ(all["recordings"][2]["scores"].size(), 2U);
  EXPECT_EQ(all["recordings"][2]["scores"][1]["label"], "high");
}

TEST_F(Classify, HearsTheLoudestPartOfALongRecordingAndSaysSo) {
  std::vector<float> samples(tests::kPitchRate);
  const auto high = tests::tone(3000, 0.1);
  std::ranges::copy(high, samples.begin() + 8000);
  tests::write_sound(at("a.wav"), samples);
  EXPECT_THAT(classify({"pitch.tflite", "a.wav"}).text,
              StartsWith("a.wav: lasts 1.00 s, heard is its loudest 0.10 s, from 0.50 s on\n  high"));
  EXPECT_NEAR(heard("a.wav")["heard_from"].get<double>(), 0.5, 0.001);
}

TEST_F(Classify, HearsThePartThatTheModelWasTrainedOn) {
  std::vector<float> samples(tests::kPitchRate);
  std::ranges::copy(tests::tone(300, 0.1), samples.begin());
  std::ranges::copy(tests::tone(3000, 0.1), samples.begin() + 7200);
  tests::write_sound(at("a.wav"), samples);
  auto metadata = nlohmann::json::parse(R"({"labels": ["low", "high"]})");
  metadata["front_end"] = features::to_json(tests::pitch_front_end());
  const auto hears = [&](const std::string& crop) {
    metadata["crop"] = crop;
    write_file(at("pitch.tflite"), codegen::tflite::with_metadata(tests::pitch_artifact(), "a", metadata.dump()));
    return classify({"pitch.tflite", "a.wav"});
  };
  EXPECT_THAT(hears("start").text, StartsWith("a.wav: lasts 1.00 s, heard is its first 0.10 s, from 0.00 s on\n  low"));
  EXPECT_THAT(hears("middle").text,
              StartsWith("a.wav: lasts 1.00 s, heard is its middle 0.10 s, from 0.45 s on\n  high"));
  EXPECT_EQ(hears("best").refusal,
            "pitch.tflite: crop in the metadata: is something else, expected loudest, middle or start");
}

TEST_F(Classify, PutsAShortRecordingBetweenSilence) {
  tests::write_tone(at("a.wav"), 3000, 800);
  EXPECT_THAT(classify({"pitch.tflite", "a.wav"}).text,
              StartsWith("a.wav: lasts 0.05 s, heard between silence to 0.10 s\n  high"));
}

TEST_F(Classify, HearsTheSameAtAnyRateDepthAndNumberOfChannels) {
  for (const int kind : {SF_FORMAT_PCM_U8, SF_FORMAT_PCM_16, SF_FORMAT_PCM_24, SF_FORMAT_FLOAT}) {
    tests::write_sound(at("a.wav"), tests::tone(3000, 0.1, 44100), {44100, 1, SF_FORMAT_WAV | kind});
    EXPECT_EQ(heard("a.wav")["label"], "high") << kind;
  }
  std::vector<float> stereo;
  for (const float sample : tests::tone(300, 0.1)) stereo.insert(stereo.end(), {sample, 0.5F * sample});
  tests::write_sound(at("a.wav"), stereo, {16000, 2, SF_FORMAT_WAV | SF_FORMAT_PCM_16});
  EXPECT_EQ(heard("a.wav")["label"], "low");
}

TEST_F(Classify, TakesTheOutputsNumbersWhereThereAreNoLabels) {
  write_file(at("pitch.tflite"), tests::pitch_artifact("", false));
  tests::write_tone(at("a.wav"), 3000);
  EXPECT_EQ(heard("a.wav")["label"], "1");
}

TEST_F(Classify, RefusesWhatIsNoRecordingInOneSentence) {
  const auto refusal = [&](const std::string& file) {
    const tests::Ended ended = classify({"pitch.tflite", file});
    EXPECT_EQ(ended.exit_code, kExitUsage);
    EXPECT_EQ(std::ranges::count(ended.refusal, '\n'), 0);
    return ended.refusal;
  };
  EXPECT_EQ(refusal("missing.wav"), "missing.wav: is no file, expected a recording in WAV or FLAC");
  std::filesystem::create_directory(at("folder.wav"));
  EXPECT_EQ(refusal("folder.wav"), "folder.wav: holds no recordings, expected some in WAV or FLAC");
  write_file(at("empty.wav"), "");
  EXPECT_EQ(refusal("empty.wav"), "empty.wav: is empty, expected a recording in WAV or FLAC");
  write_file(at("text.wav"), "to be or not to be");
  EXPECT_THAT(refusal("text.wav"), StartsWith("text.wav: is no WAV or FLAC recording"));
  tests::write_tone(at("a.wav"), 300);
  const auto whole = read_file(at("a.wav"));
  write_file(at("short.wav"), std::span(whole).first(whole.size() / 2));
  EXPECT_THAT(refusal("short.wav"), StartsWith("short.wav: is truncated"));
  write_file(at("header.wav"), std::span(whole).first(44));
  EXPECT_THAT(refusal("header.wav"), StartsWith("header.wav: "));
}

TEST_F(Classify, RefusesARecordingThatItMayNotRead) {
  if (::geteuid() == 0) GTEST_SKIP() << "the superuser may read everything";
  tests::write_tone(at("a.wav"), 300);
  std::filesystem::permissions(at("a.wav"), std::filesystem::perms::none);
  EXPECT_EQ(classify({"pitch.tflite", "a.wav"}).refusal,
            "a.wav: cannot be read (Permission denied), expected a recording in WAV or FLAC");
}

TEST_F(Classify, RefusesArtifactsThatDoNotHear) {
  tests::write_tone(at("a.wav"), 300);
  const tests::TinyModule tiny;
  write_file(at("tiny.tflite"), read_file(tiny.artifact()));
  EXPECT_EQ(classify({"tiny.tflite", "a.wav"}).refusal,
            "tiny.tflite: has no front-end in its metadata, expected an artifact trained on recordings; raw tensors go "
            "through bitstill infer");
  const auto pitch = tests::pitch_artifact();
  write_file(at("odd.tflite"), tests::with_front_end(pitch, tests::pitch_front_end(), {"low", "high", "loud"}));
  EXPECT_EQ(classify({"odd.tflite", "a.wav"}).refusal,
            "odd.tflite: its metadata has 3 labels, expected 2, one for each output; export it again");
  write_file(at("odd.tflite"), codegen::tflite::with_metadata(pitch, "odd.tflite", R"({"front_end": 7})"));
  EXPECT_EQ(classify({"odd.tflite", "a.wav"}).refusal, "odd.tflite: front_end in the metadata: is no JSON object");
  auto front_end = tests::pitch_front_end();
  front_end.clip_samples += 160;
  write_file(at("odd.tflite"), tests::with_front_end(pitch, front_end, {}));
  EXPECT_THAT(classify({"odd.tflite", "a.wav"}).refusal,
              StartsWith("odd.tflite: front_end in the metadata: gives 10 frames"));
  EXPECT_THAT(classify({"a.wav", "a.wav"}).refusal, StartsWith("a.wav: is not a .tflite file"));
}

TEST_F(Classify, HearsYesWithTheKeywordSpotterOfMlperfTiny) {
  BITSTILL_NEED_SHARED("golden/kws_ref");
  BITSTILL_NEED_SHARED("data/tflm_samples");
  write_file(at("pitch.tflite"), tests::with_front_end(read_file(tests::shared_path("golden/kws_ref/model.tflite")),
                                                       tests::mlperf_front_end(), tests::mlperf_labels()));
  write_file(at("yes.wav"), read_file(tests::shared_path("data/tflm_samples/yes_1000ms.wav")));
  EXPECT_EQ(heard("yes.wav")["label"], "yes");
  EXPECT_GE(heard("yes.wav")["score"].get<double>(), 0.97);
}

}  // namespace
}  // namespace bitstill::firmware
