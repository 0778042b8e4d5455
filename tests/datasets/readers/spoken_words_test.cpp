// Typed words become three splits of clips, spoken by voices that never stand in two of them.
#include "datasets/readers/spoken_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "configs/support/error.h"
#include "datasets/audio/levels.h"
#include "datasets/open.h"
#include "datasets/speech/speech_dataset.h"

namespace bitstill::datasets {
namespace {

using testing::ElementsAre;

configs::DatasetConfig three_words() {
  configs::DatasetConfig config;
  config.kind = "spoken_words";
  config.place = {"x.yaml", 2, 1};
  config.spoken_words.words = {"lamp", "music", "stop"};
  config.spoken_words.counts = {.train = 20, .validation = 10, .test = 10};
  return config;
}

std::map<int64_t, int64_t> words_of(const Dataset& split) {
  std::map<int64_t, int64_t> counts;
  for (int64_t i = 0; i < split.size(); ++i) ++counts[split.get(i).label];
  return counts;
}

TEST(SpokenWords, AreClassesBesideUnknownAndSilence) {
  const Splits splits = open_dataset(three_words(), 1);
  EXPECT_THAT(splits.class_names, ElementsAre("lamp", "music", "stop", "unknown", "silence"));
  EXPECT_THAT(splits.input_shape, ElementsAre(49, 40, 1));
  EXPECT_EQ(words_of(*splits.train), (std::map<int64_t, int64_t>{{0, 20}, {1, 20}, {2, 20}, {3, 30}, {4, 20}}));
  EXPECT_EQ(words_of(*splits.test), (std::map<int64_t, int64_t>{{0, 10}, {1, 10}, {2, 10}, {3, 15}, {4, 10}}));
  EXPECT_TRUE(splits.front_end && splits.input_grid);
}

TEST(SpokenWords, NoVoiceIsHeardInTwoSplits) {
  const Splits splits = open_dataset(three_words(), 1);
  std::map<std::string, std::set<const Dataset*>> heard;
  for (const auto& split : {splits.train, splits.validation, splits.test}) {
    for (int64_t i = 0; i < split->size(); ++i) {
      const Sample sample = split->get(i);
      EXPECT_EQ(sample.speaker.empty(), sample.label == 4) << "silence has no voice";
      if (!sample.speaker.empty()) heard[sample.speaker].insert(split.get());
    }
  }
  EXPECT_GT(heard.size(), 60u);
  for (const auto& [speaker, in] : heard) EXPECT_EQ(in.size(), 1u) << speaker;
}

TEST(SpokenWords, AreTheSameForTheSameSeed) {
  const auto everything = [](int64_t seed) {
    const Splits splits = open_dataset(three_words(), seed);
    std::vector<std::vector<float>> inputs;
    for (int64_t i = 0; i < splits.train->size(); ++i) inputs.push_back(splits.train->get(i).input);
    return inputs;
  };
  const auto first = everything(1);
  EXPECT_EQ(first, everything(1));
  EXPECT_NE(first, everything(2));
}

TEST(SpokenWords, AreAsLoudAsTheConfigSays) {
  configs::DatasetConfig config = three_words();
  config.spoken_words.level_dbfs = {-30, -29.9};
  config.spoken_words.room = config.spoken_words.noise = 0;
  const Splits splits = open_dataset(config, 1);
  const auto& test = dynamic_cast<const SpeechDataset&>(*splits.test);
  for (int64_t i = 0; i < test.size(); ++i) {
    if (test.get(i).label < 4) {
      EXPECT_NEAR(rms(test.clip(i)), 32768 * from_decibels(-30), 60) << test.get(i).source;
    }
  }
}

TEST(SpokenWords, OtherWordsAreThoseTheConfigNames) {
  configs::DatasetConfig config = three_words();
  config.spoken_words.unknown.words = {"banana"};
  const Splits splits = open_dataset(config, 1);
  for (int64_t i = 0; i < splits.test->size(); ++i) {
    const Sample sample = splits.test->get(i);
    EXPECT_EQ(sample.label == 3, sample.source.starts_with("banana (")) << sample.source;
  }
}

TEST(SpokenWords, RefusesALanguageThatNobodySpeaks) {
  configs::DatasetConfig config = three_words();
  config.spoken_words.language = "klingon";
  try {
    open_dataset(config, 1);
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(),
                testing::StartsWith("x.yaml:2:1: the synthesiser has no voice for the language 'klingon'"));
  }
}

}  // namespace
}  // namespace bitstill::datasets
