// Words stand where a long mix says that they stand, and nothing else does.
#include "datasets/speech/long_mix.h"

#include <algorithm>
#include <set>
#include <span>

#include "datasets/audio/levels.h"
#include "datasets/audio/read_waveform.h"
#include "datasets/open.h"
#include "datasets/readers/csv_file.h"
#include "tests/datasets/audio/sound_files.h"

namespace bitstill::datasets {
namespace {

using testing::SizeIs;

class LongMixes : public tests::SoundFolder {
 protected:
  static Splits words(double unknown_per_word = 1) {
    configs::DatasetConfig config;
    config.kind = "spoken_words";
    config.spoken_words.words = {"lamp", "stop"};
    config.spoken_words.counts = {.train = 5, .validation = 5, .test = 5};
    config.spoken_words.room = config.spoken_words.noise = 0;
    config.spoken_words.unknown.per_word = unknown_per_word;
    return open_dataset(config, 1);
  }

  std::string refused(const LongMixParameters& parameters) const {
    return refusal([&] { make_long_mix(splits_, *splits_.test, parameters); });
  }

  const Splits splits_ = words();
};

TEST_F(LongMixes, HaveAsManyWordsAsTheirMinutesAskFor) {
  const LongMix mix =
      make_long_mix(splits_, *splits_.test, {.seconds = 120, .words_per_minute = 8, .others_per_minute = 4});
  EXPECT_THAT(mix.samples, SizeIs(120 * 16000));
  EXPECT_THAT(mix.words, SizeIs(16));
  EXPECT_THAT(mix.others, SizeIs(8));
  for (const HeardWord& word : mix.words) EXPECT_LT(word.label, 2);
  for (const HeardWord& word : mix.others) EXPECT_EQ(splits_.class_names[static_cast<size_t>(word.label)], "unknown");
}

TEST_F(LongMixes, AreLoudWhereAWordIsAndNowhereElse) {
  const LongMix mix = make_long_mix(splits_, *splits_.test, {.seconds = 60, .noise_dbfs = -50, .snr_db = {19.9, 20}});
  const std::span<const int16_t> all(mix.samples);
  std::vector<HeardWord> heard = mix.words;
  heard.insert(heard.end(), mix.others.begin(), mix.others.end());
  std::ranges::sort(heard, {}, &HeardWord::begin);
  int64_t last = 0;
  for (const HeardWord& word : heard) {
    ASSERT_GE(word.begin, last);
    ASSERT_LT(word.begin, word.end);
    const auto part = [&](int64_t begin, int64_t end) {
      return rms(all.subspan(static_cast<size_t>(begin), static_cast<size_t>(end - begin)));
    };
    EXPECT_NEAR(part(word.begin, word.end), 32768 * from_decibels(-30), 150) << word.source;
    EXPECT_LT(part(last, word.begin), 32768 * from_decibels(-40)) << word.source;
    last = word.end;
  }
}

TEST_F(LongMixes, UseEveryClipOnceBeforeAnyTwice) {
  const LongMix mix =
      make_long_mix(splits_, *splits_.test, {.seconds = 60, .words_per_minute = 10, .others_per_minute = 0});
  std::set<std::string> sources;
  for (const HeardWord& word : mix.words) sources.insert(word.source);
  EXPECT_THAT(sources, SizeIs(10)) << "two words of five clips";
}

TEST_F(LongMixes, AreTheSameForTheSameSeed) {
  const auto samples = [&](int64_t seed) {
    return make_long_mix(splits_, *splits_.test, {.seconds = 30, .seed = seed}).samples;
  };
  EXPECT_EQ(samples(1), samples(1));
  EXPECT_NE(samples(1), samples(2));
}

TEST_F(LongMixes, CanBeWrittenAndReadBack) {
  const LongMix mix = make_long_mix(splits_, *splits_.test, {.seconds = 30});
  write_long_mix(mix, splits_.class_names, at("mix.wav"), at("mix.csv"));
  EXPECT_EQ(read_pcm(at("mix.wav"), 16000), mix.samples);
  std::vector<CsvRow> rows;
  read_csv(at("mix.csv"), ',', [&](const CsvRow& row) { rows.push_back(row); });
  ASSERT_THAT(rows, SizeIs(1 + mix.words.size() + mix.others.size()));
  EXPECT_THAT(rows[0].fields, testing::ElementsAre("begin_s", "end_s", "word", "kind", "source"));
  EXPECT_THAT(rows[1].fields, SizeIs(5)) << "sources have commas in them";
}

TEST_F(LongMixes, RefuseWhatDoesNotFit) {
  EXPECT_EQ(refused({.seconds = 60, .words_per_minute = 30, .others_per_minute = 30}),
            "60 words of 1000 ms do not fit into 60 seconds, expected fewer words per minute");
  EXPECT_EQ(refused({.seconds = 0}), "a long mix of 0 seconds, expected 1 to 14400");
  EXPECT_EQ(refused({.seconds = 2, .words_per_minute = 1}),
            "a long mix has no word to be found, expected recordings of words and more words per minute or time");
  const Splits function = open_dataset(configs::DatasetConfig{}, 1);
  EXPECT_THROW(make_long_mix(function, *function.test, {}), Error);
}

}  // namespace
}  // namespace bitstill::datasets
