// `bitstill evaluate MODEL.tflite --stream LONG.wav`: misses, and false alarms an hour.
#include "firmware/listen/evaluate_stream.h"

#include <memory>
#include <nlohmann/json.hpp>

#include "firmware/listen/evaluate_options.h"
#include "tests/datasets/audio/sound_files.h"
#include "tests/firmware/listen_folder.h"

namespace bitstill::firmware {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

const std::vector<std::string> kWords = {"low", "high"};

TEST(MatchWords, FindsAWordFromItsBeginningToASecondAfterItsEnd) {
  const std::vector<SaidWord> said = {{2, 2.5, "low", true}};
  for (const double time : {2.0, 2.4, 3.5}) {
    const StreamEvaluation evaluation = match_words({{time, "low", 0.9}}, said, kWords, 3600);
    EXPECT_THAT(evaluation.found, ElementsAre(true)) << time;
    EXPECT_TRUE(evaluation.missed.empty());
  }
  for (const double time : {1.99, 3.51}) {
    const StreamEvaluation evaluation = match_words({{time, "low", 0.9}}, said, kWords, 1800);
    EXPECT_THAT(evaluation.found, ElementsAre(false)) << time;
    EXPECT_EQ(evaluation.missed.size(), 1U);
    EXPECT_DOUBLE_EQ(evaluation.false_alarms_per_hour(), 2);
  }
}

TEST(MatchWords, FindsEachWordOnceAndNoneAsAnother) {
  const std::vector<SaidWord> said = {{2, 2.5, "low", true}, {2.6, 3, "low", true}, {3.1, 3.2, "high", true}};
  const StreamEvaluation evaluation =
      match_words({{2.7, "low", 0.9}, {2.9, "low", 0.9}, {3.0, "low", 0.9}, {3.3, "low", 0.9}}, said, kWords, 60);
  EXPECT_THAT(evaluation.found, ElementsAre(true, true, false, false));
  ASSERT_EQ(evaluation.missed.size(), 1U);
  EXPECT_EQ(evaluation.missed[0].word, "high");
}

TEST(MatchWords, PassesOverWhatIsNotToBeFound) {
  const StreamEvaluation evaluation =
      match_words({{1, "low", 0.9}}, {{1, 1, "low", false}, {2, 2, "hum", true}}, kWords, 60);
  EXPECT_EQ(evaluation.said, 0);
  EXPECT_EQ(evaluation.others, 2);
  EXPECT_EQ(evaluation.false_alarms(), 1);
}

class EvaluateStream : public tests::ListenFolder {
 protected:
  tests::Ended evaluate(const std::vector<std::string>& words) const {
    std::vector<std::string> all{"evaluate"};
    all.insert(all.end(), words.begin(), words.end());
    return run(
        [](CLI::App& app) {
          auto options = std::make_shared<EvaluateRecordingsOptions>();
          auto subject = std::make_shared<std::string>();
          CLI::App* command = app.add_subcommand("evaluate");
          command->add_option("MODEL", *subject)->required();
          command->add_flag("--json", options->json);
          add_recordings_options(*command, *options);
          command->callback([=] { evaluate_artifact(*subject, *options); });
        },
        all);
  }

  // Five seconds: low at 1 s, high at 2 s, low at 3 s, each for 200 ms.
  void record() const {
    std::vector<float> samples(5 * tests::kPitchRate);
    for (const auto& [second, hertz] : {std::pair(1, 300.0), std::pair(2, 3000.0), std::pair(3, 300.0)}) {
      std::ranges::copy(tests::tone(hertz, 0.2), samples.begin() + second * tests::kPitchRate);
    }
    tests::write_sound(at("long.wav"), samples);
  }
};

TEST_F(EvaluateStream, CountsMissesAndFalseAlarms) {
  record();
  write_file(at("times.csv"), std::string_view("begin_s,end_s,word,kind,source\n"
                                               "0.2,0.3,hum,word,\n"
                                               "1.0,1.2,low,word,\n"
                                               "2.0,2.2,high,word,\n"
                                               "3.0,3.2,low,other,\n"
                                               "4.0,4.2,high,word,\n"));
  const std::vector<std::string> words{"pitch.tflite", "--stream", "long.wav", "--words", "times.csv"};
  const tests::Ended ended = evaluate(words);
  EXPECT_EQ(ended.refusal, "");
  EXPECT_THAT(ended.text, HasSubstr("found         2 of 3 words (33.33 % missed); within 1 s of their end\n"
                                    "passed over   2 other words were said\n"
                                    "false alarms  1, 720.00 an hour\n"));
  auto with_json = words;
  with_json.emplace_back("--json");
  const auto json = nlohmann::json::parse(evaluate(with_json).text);
  EXPECT_DOUBLE_EQ(json["seconds"], 5);
  ASSERT_EQ(json["detections"].size(), 3U);
  for (int i = 0; i < 3; ++i) {
    const auto& detection = json["detections"][static_cast<size_t>(i)];
    EXPECT_EQ(detection["word"], i == 1 ? "high" : "low");
    EXPECT_GT(detection["time_s"].get<double>(), i + 1);
    EXPECT_LT(detection["time_s"].get<double>(), i + 1.3);
    EXPECT_GE(detection["score"].get<double>(), 0.79);
    EXPECT_EQ(detection["said"], i != 2);
  }
  EXPECT_EQ(json["missed"][0]["word"], "high");
  EXPECT_EQ(json["false_alarms_per_hour"], 720);
  EXPECT_EQ(json["at_thresholds"][3]["threshold"], 0.8);
  EXPECT_EQ(json["at_thresholds"][3]["missed"], 1);
  EXPECT_EQ(json["at_thresholds"][3]["false_alarms"], 1);
}

TEST_F(EvaluateStream, TakesNothingToBeSaidWithoutWords) {
  record();
  EXPECT_THAT(evaluate({"pitch.tflite", "--stream", "long.wav"}).text,
              HasSubstr("false alarms  3, 2160.00 an hour; nothing is taken to be said, give the words with --words"));
}

TEST_F(EvaluateStream, TakesMomentsForWords) {
  record();
  write_file(at("times.csv"), std::string_view("word,time_s\nlow,3\nlow,0.9\nhigh,1.9\n"));
  EXPECT_THAT(evaluate({"pitch.tflite", "--stream", "long.wav", "--words", "times.csv"}).text,
              HasSubstr("found         3 of 3 words"));
}

TEST_F(EvaluateStream, RefusesWhatItCannotEvaluate) {
  record();
  const auto refusal = [&](const std::string& csv) {
    write_file(at("times.csv"), csv);
    const tests::Ended ended = evaluate({"pitch.tflite", "--stream", "long.wav", "--words", "times.csv"});
    EXPECT_EQ(ended.exit_code, kExitUsage);
    return ended.refusal;
  };
  EXPECT_THAT(refusal("when,what\n1,low\n"), StartsWith("times.csv:1: expected a header with the columns begin_s"));
  EXPECT_THAT(refusal("begin_s,word\n1,low\n"), StartsWith("times.csv:1: expected a header"));
  EXPECT_THAT(refusal("time_s,word\nsoon,low\n"), StartsWith("times.csv:2: has the time 'soon', expected seconds"));
  EXPECT_THAT(refusal("time_s,word\n-1,low\n"), StartsWith("times.csv:2: has the time '-1', expected seconds"));
  EXPECT_THAT(refusal("time_s,word\n1\n"), StartsWith("times.csv:2: has 1 fields, expected 2"));
  EXPECT_THAT(refusal("begin_s,end_s,word\n2,1,low\n"), StartsWith("times.csv:2: ends at 1 s before it begins"));
  EXPECT_THAT(refusal(""), StartsWith("times.csv: is empty"));
  EXPECT_THAT(evaluate({"pitch.tflite", "--stream", "none.wav"}).refusal, StartsWith("none.wav: is no file"));
  EXPECT_THAT(evaluate({"pitch.tflite", "--stream", "long.wav", "--wavs", "a.d"}).refusal,
              HasSubstr("expected either"));
  EXPECT_THAT(evaluate({"pitch.tflite", "--wavs", "a.d", "--words", "times.csv"}).refusal,
              StartsWith("--words needs --stream"));
  write_file(at("pitch.tflite"), tests::pitch_artifact("", false));
  EXPECT_THAT(evaluate({"pitch.tflite", "--stream", "long.wav"}).refusal,
              StartsWith("pitch.tflite: has no detection in its metadata"));
}

}  // namespace
}  // namespace bitstill::firmware
