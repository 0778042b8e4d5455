// The keys of datasets of recordings: what they default to, what they may be and how they print.
#include "tests/configs/config_folder.h"

namespace bitstill::configs {
namespace {

class RecordingKeys : public tests::ConfigFolder {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_.path() / "words");
    std::filesystem::create_directories(folder_.path() / "noise");
    write("m.csv", "");
  }

  static std::string with(const std::string& keys) {
    return "dataset: {kind: waveform_folder, folder: words" + (keys.empty() ? "" : ", " + keys) +
           "}\nteacher: {layers: [dense: {units: 1}]}\nstudent: {layers: [dense: {units: 1}]}\n";
  }

  static std::string spoken(const std::string& keys) {
    return "dataset: {kind: spoken_words" + (keys.empty() ? "" : ", " + keys) +
           "}\nteacher: {layers: [dense: {units: 1}]}\nstudent: {layers: [dense: {units: 1}]}\n";
  }
};

TEST_F(RecordingKeys, NeedOnlyAFolder) {
  const WaveformFolderConfig config = read(with("")).dataset.waveform_folder;
  EXPECT_EQ(config.recordings.folder, (folder_.path() / "words").string());
  EXPECT_EQ(config.recordings.split, "auto");
  EXPECT_THAT(config.words, testing::IsEmpty());
  EXPECT_EQ(config.silence.per_word, 0);
  EXPECT_EQ(config.augment.copies, 1);
}

TEST_F(RecordingKeys, ReadBackAsTheyPrint) {
  const ExperimentConfig config =
      read(with("manifest: m.csv, exclude: {'a \"b\"': '1', c: '>= 0.5'}, split: drawn, keep_together: recording, "
                "words: [bed, cat], "
                "test_speakers: [ann], train_limit: 7, crop: middle, unknown: {other_words: true, sources: [{folder: "
                "words, pattern: "
                "'{label}_{index}.wav'}, {folder: noise}], per_word: 0.5}, noise: {folder: noise, split: file}, "
                "silence: {per_word: "
                "2, gain_db: [-3, 4]}, augment: {copies: 4, normalize_gain: true, noise: 0.5}"));
  const WaveformFolderConfig again = read(print_experiment(config)).dataset.waveform_folder;
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(again.recordings.exclude, (Pairs{{"a \"b\"", "1"}, {"c", ">= 0.5"}}));
  ASSERT_EQ(again.unknown.sources.size(), 2u);
  EXPECT_EQ(again.unknown.sources[0].pattern, "{label}_{index}.wav");
  EXPECT_EQ(again.unknown.sources[1].folder, (folder_.path() / "noise").string());
  EXPECT_EQ(again.noise.split, "file");
  EXPECT_EQ(again.silence.gain_db.low, -3);
  EXPECT_TRUE(again.augment.normalize_gain);
  EXPECT_EQ(print_experiment(read(print_experiment(config))), print_experiment(config));
  EXPECT_EQ(print_experiment(read(print_commented_experiment(config))), print_experiment(config));
}

TEST_F(RecordingKeys, FoldersThatAreNotThere) {
  EXPECT_EQ(
      problems(
          "dataset: {kind: waveform_folder, folder: m.csv}\nteacher: {layers: [relu]}\nstudent: {layers: [relu]}\n"),
      "x.yaml:1:42: dataset.folder is 'm.csv', expected a folder that exists; there is none at m.csv");
  EXPECT_EQ(problems(with("noise: {folder: nose}")),
            "x.yaml:1:65: dataset.noise.folder is 'nose', expected a folder that exists; there is none at nose");
}

TEST_F(RecordingKeys, PatternsThatNameNothing) {
  for (const char* pattern :
       {"{speaker}.wav", "{label}{index}.wav", "{label}_{label}.wav", "{label}_{word}.wav", "{label"}) {
    EXPECT_THAT(problems(with(std::string("pattern: '") + pattern + "'")),
                testing::StartsWith("x.yaml:1:58: dataset.pattern is no pattern of names, expected {label} once"))
        << pattern;
  }
  EXPECT_THAT(problems(with("pattern: '{label}.wav', manifest: m.csv")), testing::HasSubstr("contradicts manifest"));
}

TEST_F(RecordingKeys, ClassesThatCannotBe) {
  for (const char* words : {"[a, a]", "[a, unknown]", "[silence, b]", "['', b]"}) {
    EXPECT_THAT(problems(with(std::string("words: ") + words)),
                testing::HasSubstr("dataset.words name a class twice or one that cannot be, expected different words"))
        << words;
  }
}

TEST_F(RecordingKeys, ThatSayNothingByThemselves) {
  EXPECT_THAT(problems(with("exclude: {a: '1'}")),
              testing::HasSubstr("dataset.exclude says nothing without a manifest"));
  EXPECT_THAT(problems(with("unknown: {other_words: true}")),
              testing::HasSubstr("dataset.unknown has other_words but words is []"));
  EXPECT_THAT(problems(with("augment: {noise: 0.5}")),
              testing::HasSubstr("dataset.augment mixes noise in but dataset.noise has no folder, expected one"));
  EXPECT_THAT(problems(with("validation_fraction: 0.5, test_fraction: 0.5")),
              testing::HasSubstr("leave nothing to learn"));
  EXPECT_THAT(problems(with("exclude: [a]")),
              testing::HasSubstr("dataset.exclude is a list, expected a section of texts such as {column: value}"));
}

TEST_F(RecordingKeys, SpokenWordsNeedOnlyWords) {
  EXPECT_EQ(problems(spoken("")), "x.yaml:1:1: dataset.words is missing, expected a list with an entry or more");
  const ExperimentConfig config = read(spoken("words: [lamp, stop]"));
  EXPECT_EQ(config.dataset.spoken_words.silence.per_word, 1);
  EXPECT_EQ(config.dataset.spoken_words.language, "en");
  EXPECT_EQ(print_experiment(read(print_experiment(config))), print_experiment(config));
}

TEST_F(RecordingKeys, SpokenWordsNeedVoicesToLearnFrom) {
  EXPECT_THAT(problems(spoken("words: [a], validation_voices: 0.5, test_voices: 0.5")),
              testing::HasSubstr("dataset.test_voices and validation_voices leave no voice to learn from"));
}

}  // namespace
}  // namespace bitstill::configs
