// `bitstill evaluate MODEL.tflite --wavs FOLDER`: how often a model hears what is said.
#include "firmware/listen/evaluate_recordings.h"

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "firmware/listen/evaluate_options.h"
#include "firmware/listen/labelled_recordings.h"
#include "tests/firmware/listen_folder.h"
#include "tests/shared.h"
#include "tests/support/spoken_artifact.h"

namespace bitstill::firmware {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// The command without its LibTorch half.
void add_evaluate(CLI::App& app) {
  auto options = std::make_shared<EvaluateRecordingsOptions>();
  auto subject = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("evaluate");
  command->add_option("MODEL", *subject)->required();
  command->add_flag("--json", options->json);
  add_recordings_options(*command, *options);
  command->callback([=] { evaluate_artifact(*subject, *options); });
}

class EvaluateRecordings : public tests::ListenFolder {
 protected:
  tests::Ended evaluate(const std::vector<std::string>& words) const {
    std::vector<std::string> all{"evaluate"};
    all.insert(all.end(), words.begin(), words.end());
    return run(add_evaluate, all);
  }

  nlohmann::json result(const std::vector<std::string>& words) const {
    std::vector<std::string> all = words;
    all.emplace_back("--json");
    const tests::Ended ended = evaluate(all);
    EXPECT_EQ(ended.refusal, "");
    return nlohmann::json::parse(ended.text);
  }

  // Three recordings of low tones, one of them heard as high, and two of high ones.
  void record() const {
    tests::write_tone(at("wavs/low/ann_nohash_0.wav"), 300);
    tests::write_tone(at("wavs/low/ann_nohash_1.wav"), 400);
    tests::write_tone(at("wavs/low/bob_nohash_0.wav"), 3000);
    tests::write_tone(at("wavs/high/bob_nohash_0.wav"), 3000);
    tests::write_tone(at("wavs/high/bob_nohash_1.wav"), 2500);
  }
};

TEST_F(EvaluateRecordings, CountsWhatIsHeardOfEveryWordAndSpeaker) {
  record();
  EXPECT_EQ(evaluate({"pitch.tflite", "--wavs", "wavs/"}).text,
            "accuracy 80.00 % (4 of 5)\n"
            "\n"
            "said       low    high    recall\n"
            "low          2       1   66.67 %\n"
            "high         0       2  100.00 %\n"
            "\n"
            "2 speakers, half of them at 100.00 % or more\n"
            "  bob  66.67 % (2 of 3)\n"
            "  ann  100.00 % (2 of 2)\n");
  const auto json = result({"pitch.tflite", "--wavs", "wavs/"});
  EXPECT_EQ(json["recordings"], 5);
  EXPECT_DOUBLE_EQ(json["accuracy"], 0.8);
  EXPECT_EQ(json["confusion"], nlohmann::json::parse("[[2, 1], [0, 2]]"));
  EXPECT_DOUBLE_EQ(json["recall"]["low"], 2.0 / 3);
  EXPECT_EQ(json["speakers"]["bob"]["right"], 2);
}

TEST_F(EvaluateRecordings, ReadsAManifestAndOneSplitOfIt) {
  record();
  write_file(at("wavs/manifest.csv"), std::string_view("path,label,split\n"
                                                       "low/ann_nohash_0.wav,low,train\n"
                                                       "low/bob_nohash_0.wav,low,devtest\n"
                                                       "high/bob_nohash_0.wav,high,testing\n"));
  EXPECT_EQ(result({"pitch.tflite", "--wavs", "wavs/"})["recordings"], 3);
  EXPECT_EQ(result({"pitch.tflite", "--wavs", "wavs/manifest.csv"})["recordings"], 3);
  const auto test = result({"pitch.tflite", "--wavs", "wavs/", "--split", "test"});
  EXPECT_EQ(test["recordings"], 2);
  EXPECT_EQ(test["right"], 1);
  EXPECT_EQ(test["speakers"], nlohmann::json::object());
  EXPECT_EQ(evaluate({"pitch.tflite", "--wavs", "wavs/", "--split", "validation"}).refusal,
            "wavs/manifest.csv: none of 3 recordings is in the split 'validation', expected some; leave --split out");
  EXPECT_EQ(evaluate({"pitch.tflite", "--wavs", "wavs/", "--split", "tset"}).refusal,
            "--split is 'tset', expected train, validation or test");
}

TEST_F(EvaluateRecordings, CountsOtherWordsAsUnknownWhereThereIsSuchAClass) {
  record();
  tests::write_tone(at("wavs/hum/1.wav"), 300);
  EXPECT_EQ(evaluate({"pitch.tflite", "--wavs", "wavs/"}).refusal,
            "wavs/: has recordings labelled 'hum', which is none of the model's words (low, high), nor has it a class "
            "'unknown'; leave them out");
  write_file(at("pitch.tflite"), tests::pitch_artifact("unknown"));
  const tests::Ended ended = evaluate({"pitch.tflite", "--wavs", "wavs/"});
  EXPECT_THAT(ended.text, StartsWith("accuracy 66.67 % (4 of 6)\ncounted as unknown: hum (1)\n"));
  EXPECT_THAT(ended.text, HasSubstr("unknown       1       0        0    0.00 %\n"));
}

TEST_F(EvaluateRecordings, GivesTheSameOnEveryRunAndNamesTheFirstOfManyBadRecordings) {
  for (int i = 0; i < 200; ++i) {
    tests::write_tone(at(fmt::format("wavs/low/{:03}.wav", i)), i % 3 == 0 ? 2800 : 250);
    if (i % 50 == 49) write_file(at(fmt::format("bad/low/{:03}.wav", i)), std::string_view("not a recording"));
    if (i % 50 != 49) tests::write_tone(at(fmt::format("bad/low/{:03}.wav", i)), 250);
  }
  EXPECT_EQ(result({"pitch.tflite", "--wavs", "wavs/"})["confusion"], nlohmann::json::parse("[[133, 67], [0, 0]]"));
  for (int i = 0; i < 5; ++i) {
    const tests::Ended ended = evaluate({"pitch.tflite", "--wavs", "bad/"});
    EXPECT_THAT(ended.refusal, StartsWith("bad/low/049.wav: is no WAV or FLAC recording"));
    EXPECT_EQ(ended.exit_code, kExitUsage);
  }
}

TEST_F(EvaluateRecordings, TakesTheArtifactOfARun) {
  record();
  std::filesystem::create_directory(at("run.1"));
  std::filesystem::rename(at("pitch.tflite"), at("run.1/student.tflite"));
  EXPECT_EQ(result({"run.1", "--wavs", "wavs/"})["right"], 4);
}

TEST_F(EvaluateRecordings, RefusesPlacesWithoutLabelledRecordings) {
  tests::write_tone(at("a.wav"), 300);
  std::filesystem::create_directory(at("none.d"));
  EXPECT_THAT(
      evaluate({"pitch.tflite"}).refusal,
      StartsWith("pitch.tflite: an artifact is evaluated on recordings, expected either --wavs FOLDER or --stream"));
  EXPECT_THAT(evaluate({"pitch.tflite", "--wavs", "nowhere/"}).refusal, StartsWith("nowhere/: is not there"));
  EXPECT_THAT(evaluate({"pitch.tflite", "--wavs", "a.wav"}).refusal, StartsWith("a.wav: is no folder"));
  EXPECT_THAT(evaluate({"pitch.tflite", "--wavs", "none.d"}).refusal, StartsWith("none.d: holds no recordings"));
  EXPECT_THAT(evaluate({"pitch.tflite", "--wavs", "none.d", "--split", "test"}).refusal,
              StartsWith("none.d: has no manifest.csv"));
  EXPECT_TRUE(is_about_recordings("a.tflite", {}));
  EXPECT_FALSE(is_about_recordings("a.yaml", {}));
}

TEST_F(EvaluateRecordings, KnowsTheKeywordSpotterOfMlperfTiny) {
  BITSTILL_NEED_SHARED("golden/kws_ref");
  BITSTILL_NEED_SHARED("data/speech_commands_3w");
  write_file(at("pitch.tflite"), tests::with_front_end(read_file(tests::shared_path("golden/kws_ref/model.tflite")),
                                                       tests::mlperf_front_end(), tests::mlperf_labels()));
  const SpokenModel model(at("pitch.tflite"));
  const std::string folder = tests::shared_path("data/speech_commands_3w").string();
  auto recordings = labelled_recordings(folder, "test");
  std::erase_if(recordings, [&](const auto& each) { return (&each - recordings.data()) % 4 != 0; });
  const auto evaluation =
      evaluate_recordings(model, recordings, classes_of(recordings, model.labels(), folder), "loudest");
  EXPECT_EQ(evaluation.total().all, static_cast<int64_t>(recordings.size()));
  EXPECT_GE(evaluation.total().share(), 0.9) << evaluation.table();  // none of its words: all of them are unknown
}

}  // namespace
}  // namespace bitstill::firmware
