// From folders of recordings to three splits of features.
#include "datasets/readers/waveform_folder.h"

#include <map>
#include <set>
#include <thread>

#include "datasets/audio/fit_clip.h"
#include "datasets/audio/levels.h"
#include "datasets/audio/read_waveform.h"
#include "datasets/open.h"
#include "datasets/speech/speech_dataset.h"
#include "tests/datasets/audio/sound_files.h"
#include "tests/shared.h"

namespace bitstill::datasets {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const SpeechDataset& clips_of(const std::shared_ptr<const Dataset>& split) {
  return dynamic_cast<const SpeechDataset&>(*split);
}

std::map<int64_t, int64_t> classes_of(const Dataset& split) {
  std::map<int64_t, int64_t> counts;
  for (int64_t i = 0; i < split.size(); ++i) ++counts[split.get(i).label];
  return counts;
}

std::vector<int16_t> every_sample(const std::shared_ptr<const Dataset>& split) {
  std::vector<int16_t> all;
  for (int64_t i = 0; i < split->size(); ++i) {
    const Pcm clip = clips_of(split).clip(i);
    all.insert(all.end(), clip.begin(), clip.end());
  }
  return all;
}

// Three words, each a tone of its own that five people whistle twice, and a folder of hiss.
class WaveformFolder : public tests::SoundFolder {
 protected:
  void SetUp() override {
    int tone = 300;
    for (const char* word : {"bed", "cat", "dog"}) {
      tone *= 2;
      for (const char* speaker : {"a", "b", "c", "d", "e"}) {
        for (int i = 0; i < 2; ++i) {
          tests::write_sound(at(std::string("words/") + word + "/" + speaker + "_nohash_" + std::to_string(i) + ".wav"),
                             tests::tone(tone + i, 0.5));
        }
      }
    }
    std::vector<float> hiss(5 * 16000);
    Random random{1};
    for (float& sample : hiss) sample = static_cast<float>(0.01 * random.normal());
    tests::write_sound(at("noise/hiss.wav"), hiss);
    config_.kind = "waveform_folder";
    config_.place = {"x.yaml", 2, 1};
    recordings().folder = at("words").string();
    recordings().split = "drawn";
    recordings().validation_fraction = 0.2;
    recordings().test_fraction = 0.2;
    config_.waveform_folder.noise = {.folder = at("noise").string(), .validation_fraction = 0.2, .test_fraction = 0.2};
  }

  configs::RecordingsConfig& recordings() { return config_.waveform_folder.recordings; }
  configs::AugmentConfig& augment() { return config_.waveform_folder.augment; }

  std::string refused() const {
    return refusal([&] { open_dataset(config_, 1); });
  }

  configs::DatasetConfig config_;
};

TEST_F(WaveformFolder, SaysAllThatIsCommonToItsSplits) {
  const Splits splits = open_dataset(config_, 1);
  EXPECT_THAT(splits.class_names, ElementsAre("bed", "cat", "dog"));
  EXPECT_THAT(splits.input_shape, ElementsAre(49, 40, 1));
  EXPECT_EQ(splits.train->size(), 18);
  EXPECT_EQ(splits.validation->size(), 6);
  EXPECT_EQ(splits.test->size(), 6);
  ASSERT_TRUE(splits.front_end && splits.input_grid);
  EXPECT_EQ(splits.front_end->normalization.centre.size(), 40u);
  EXPECT_EQ(splits.input_grid->scale, splits.front_end->normalization.scale);
  EXPECT_EQ(splits.input_grid->zero_point, splits.front_end->normalization.zero_point);
}

TEST_F(WaveformFolder, SamplesAreWhatTheFrontEndMakesOfTheirClip) {
  const Splits splits = open_dataset(config_, 1);
  const features::FrontEnd front_end(*splits.front_end);
  const Sample sample = splits.test->get(2);
  const Pcm clip = clips_of(splits.test).clip(2);
  EXPECT_EQ(clip, fit_clip(read_pcm(at("words/" + sample.source), 16000), 16000, "loudest"));
  const std::vector<int8_t> features = front_end.features(clip);
  ASSERT_EQ(sample.input.size(), features.size());
  for (size_t i = 0; i < features.size(); ++i) {
    EXPECT_EQ(sample.input[i],
              splits.input_grid->scale * static_cast<float>(features[i] - splits.input_grid->zero_point));
  }
  EXPECT_EQ(sample.source.substr(0, 3), splits.class_names[static_cast<size_t>(sample.label)]);
  EXPECT_EQ(sample.speaker, sample.source.substr(4, 1));
}

TEST_F(WaveformFolder, NormalisationHasTheMeanOfTheTrainingClips) {
  const Splits splits = open_dataset(config_, 1);
  double sum = 0;
  for (int64_t i = 0; i < splits.train->size(); ++i) {
    for (const float value : splits.train->get(i).input) sum += value;
  }
  EXPECT_NEAR(sum / static_cast<double>(splits.train->size() * 49 * 40), 0, 0.1);
}

TEST_F(WaveformFolder, FixedNormalisationNeedsNoFit) {
  const configs::FeaturesConfig fixed{.normalize = "fixed", .scale = 0.25, .zero_point = -5};
  const Splits splits = open_dataset(config_, 1, fixed);
  EXPECT_EQ(splits.front_end->normalization, features::fixed_normalization(0.25, -5, 40));
}

TEST_F(WaveformFolder, OtherWordsAreUnknown) {
  config_.waveform_folder.words = {"dog", "bed"};
  config_.waveform_folder.unknown.other_words = true;
  const Splits splits = open_dataset(config_, 1);
  EXPECT_THAT(splits.class_names, ElementsAre("dog", "bed", "unknown"));
  EXPECT_EQ(classes_of(*splits.train), (std::map<int64_t, int64_t>{{0, 6}, {1, 6}, {2, 6}}));
  config_.waveform_folder.unknown.per_word = 0.5;
  EXPECT_EQ(classes_of(*open_dataset(config_, 1).train), (std::map<int64_t, int64_t>{{0, 6}, {1, 6}, {2, 3}}));
}

TEST_F(WaveformFolder, OtherFoldersAreUnknownAsALongRecordingsLoudestPart) {
  std::vector<float> late(3 * 16000);
  std::fill(late.begin() + 2 * 16000, late.end() - 100, 0.25f);
  for (const char* name : {"1.wav", "2.wav", "3.wav"}) tests::write_sound(at(std::string("more/x/") + name), late);
  configs::RecordingsConfig more;
  more.folder = at("more").string();
  more.validation_fraction = more.test_fraction = 0.33;
  config_.waveform_folder.unknown.sources = {more};
  const Splits splits = open_dataset(config_, 1);
  EXPECT_EQ(classes_of(*splits.train).at(3), 1);
  EXPECT_EQ(classes_of(*splits.test).at(3), 1);
  for (int64_t i = 0; i < splits.test->size(); ++i) {
    const double level = rms(clips_of(splits.test).clip(i));
    if (splits.test->get(i).label == 3) {
      EXPECT_GT(level, 8000);
    }
  }
  more.pattern = "{label}.wav";
  config_.waveform_folder.words = {"bed", "cat"};
  tests::write_sound(at("more/bed.wav"), late);
  config_.waveform_folder.unknown.sources = {more};
  EXPECT_THAT(refused(), HasSubstr("more/bed.wav is labelled 'bed', which is one of words, expected other words"));
}

TEST_F(WaveformFolder, SilenceIsNoiseAndZeros) {
  config_.waveform_folder.silence = {.per_word = 2, .digital = 0.3, .gain_db = {-6, 6}};
  const Splits splits = open_dataset(config_, 1);
  EXPECT_THAT(splits.class_names, ElementsAre("bed", "cat", "dog", "silence"));
  EXPECT_EQ(classes_of(*splits.train).at(3), 12);
  EXPECT_EQ(classes_of(*splits.test).at(3), 4);
  int64_t digital = 0;
  for (int64_t i = 0; i < splits.train->size(); ++i) {
    if (splits.train->get(i).label != 3) continue;
    const double level = rms(clips_of(splits.train).clip(i));
    if (level == 0) {
      ++digital;
    } else {
      EXPECT_NEAR(level, 0.01 * 32768, 0.01 * 32768) << "6 dB either way";
    }
  }
  EXPECT_GT(digital, 0);
  EXPECT_LT(digital, 9);
}

TEST_F(WaveformFolder, TheSameSeedGivesTheSameBytes) {
  augment() = {.copies = 3, .shift_ms = 100, .gain_db = 6, .speed = 0.1, .noise = 0.5, .time_masks = 1};
  config_.waveform_folder.silence.per_word = 1;
  const auto everything = [&](int64_t seed) {
    const Splits splits = open_dataset(config_, seed);
    std::vector<std::vector<float>> inputs;
    for (int64_t i = 0; i < splits.train->size(); ++i) inputs.push_back(splits.train->get(i).input);
    return inputs;
  };
  EXPECT_EQ(everything(1), everything(1));
  EXPECT_NE(everything(1), everything(2));
}

TEST_F(WaveformFolder, CopiesDifferAndTheFirstIsTheRecording) {
  const std::vector<int16_t> plain = every_sample(open_dataset(config_, 1).train);
  augment() = {.copies = 3, .shift_ms = 100, .gain_db = 6};
  const Splits splits = open_dataset(config_, 1);
  ASSERT_EQ(splits.train->size(), 54);
  EXPECT_EQ(splits.test->size(), 6) << "only training is augmented";
  std::vector<int16_t> copies = every_sample(splits.train);
  EXPECT_TRUE(std::equal(plain.begin(), plain.end(), copies.begin()));
  for (int64_t i = 0; i < 18; ++i) {
    EXPECT_EQ(splits.train->get(i).source, splits.train->get(i + 36).source);
    EXPECT_EQ(splits.train->get(i).label, splits.train->get(i + 36).label);
    EXPECT_NE(clips_of(splits.train).clip(i + 18), clips_of(splits.train).clip(i + 36));
  }
  augment().keep_original = false;
  EXPECT_NE(every_sample(open_dataset(config_, 1).train), copies);
}

TEST_F(WaveformFolder, GainIsNormalisedInTrainingAlone) {
  augment().normalize_gain = true;
  augment().level_dbfs = -40;
  const Splits splits = open_dataset(config_, 1);
  for (int64_t i = 0; i < splits.train->size(); ++i) EXPECT_NEAR(rms(clips_of(splits.train).clip(i)), 327.68, 1);
  EXPECT_GT(rms(clips_of(splits.test).clip(0)), 8000) << "a device hears what it hears";
}

TEST_F(WaveformFolder, ManyThreadsGetTheSameSamples) {
  augment() = {.copies = 4, .shift_ms = 100, .speed = 0.1, .noise = 1, .frequency_masks = 1};
  const Splits splits = open_dataset(config_, 1);
  std::vector<std::vector<float>> alone;
  for (int64_t i = 0; i < splits.train->size(); ++i) alone.push_back(splits.train->get(i).input);
  std::vector<std::vector<std::vector<float>>> together(4, std::vector<std::vector<float>>(alone.size()));
  std::vector<std::thread> threads;
  for (size_t t = 0; t < together.size(); ++t) {
    threads.emplace_back([&, t] {
      for (size_t i = 0; i < alone.size(); ++i) together[t][i] = splits.train->get(static_cast<int64_t>(i)).input;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(together, Each(alone));
}

TEST_F(WaveformFolder, TrainLimitTakesSoManyOfEachWord) {
  config_.waveform_folder.train_limit = 2;
  const Splits splits = open_dataset(config_, 1);
  EXPECT_EQ(classes_of(*splits.train), (std::map<int64_t, int64_t>{{0, 2}, {1, 2}, {2, 2}}));
  EXPECT_EQ(splits.test->size(), 6);
}

TEST_F(WaveformFolder, NumbersAreClassesInTheirOrder) {
  for (const char* name : {"10", "9", "2"}) {
    for (const char* speaker : {"a", "b", "c"}) {
      tests::write_sound(at(std::string("digits/") + name + "_" + speaker + ".wav"), tests::tone(500, 0.2));
    }
  }
  recordings().folder = at("digits").string();
  recordings().pattern = "{label}_{speaker}.wav";
  recordings().validation_fraction = recordings().test_fraction = 0.33;
  EXPECT_THAT(open_dataset(config_, 1).class_names, ElementsAre("2", "9", "10"));
}

TEST_F(WaveformFolder, WordsThatNobodySays) {
  config_.waveform_folder.words = {"bed", "cap"};
  EXPECT_EQ(refused(),
            "x.yaml:2:1: words has 'cap', which labels no recording in words, expected one of bed, cat, dog (did you "
            "mean 'cat'?)");
}

TEST_F(WaveformFolder, ClassesThatASplitLacks) {
  tests::write_sound(at("words/yes/z_nohash_0.wav"), tests::tone(500, 0.2));
  EXPECT_THAT(refused(), testing::MatchesRegex("x.yaml:2:1: the class 'yes' has no recording in the (train|validation|"
                                               "test) split, expected some; add recordings, or change how they are "
                                               "split"));
  config_.waveform_folder.words = {"bed"};
  EXPECT_EQ(refused(), "x.yaml:2:1: there is one class, 'bed', expected two or more; add words, unknown or silence");
}

TEST_F(WaveformFolder, ARecordingThatIsNone) {
  write_file(at("words/bed/f_nohash_0.wav"), std::string_view("hello"));
  EXPECT_THAT(refused(), HasSubstr("words/bed/f_nohash_0.wav: is no WAV or FLAC recording"));
}

TEST_F(WaveformFolder, NoiseTooShortForThreeSplits) {
  tests::write_sound(at("noise/hiss.wav"), tests::tone(100, 1.5));
  EXPECT_THAT(refused(), HasSubstr("noise: 1 recordings of noise leave none for the train split"));
}

TEST(PublishedRecordings, BedCatHappyUnknownAndSilence) {
  BITSTILL_NEED_SHARED("data/speech_commands_3w");
  const auto data = [](const char* name) { return tests::shared_path("data").string() + "/" + name; };
  configs::DatasetConfig config;
  config.kind = "waveform_folder";
  configs::WaveformFolderConfig& words = config.waveform_folder;
  words.recordings.folder = data("speech_commands_3w");
  words.recordings.manifest = data("speech_commands_3w/manifest.csv");
  words.recordings.exclude = {{"ell_bad", "1"}};
  configs::RecordingsConfig wake_words;
  wake_words.folder = data("wake_words_picovoice");
  wake_words.manifest = data("wake_words_picovoice/manifest.csv");
  words.unknown.sources = {wake_words};
  words.unknown.per_word = 0;
  words.noise.folder = data("background_noise");
  words.silence.per_word = 1;
  const Splits splits = open_dataset(config, 1);
  EXPECT_THAT(splits.class_names, ElementsAre("bed", "cat", "happy", "unknown", "silence"));
  EXPECT_GT(splits.train->size(), 1800);
  EXPECT_EQ(classes_of(*splits.test).at(3), 100);
  for (const auto& [label, count] : classes_of(*splits.validation)) EXPECT_GT(count, 20) << label;
  std::map<std::string, std::set<const Dataset*>> heard;
  for (const auto& split : {splits.train, splits.validation, splits.test}) {
    for (int64_t i = 0; i < split->size(); ++i) {
      const Sample sample = split->get(i);
      if (!sample.speaker.empty()) heard[sample.speaker].insert(split.get());
    }
  }
  EXPECT_GT(heard.size(), 500u);
  for (const auto& [speaker, in] : heard) EXPECT_EQ(in.size(), 1u) << speaker;
}

TEST(PublishedRecordings, DigitsOfAnUnheardSpeaker) {
  BITSTILL_NEED_SHARED("data/fsdd");
  configs::DatasetConfig config;
  config.kind = "waveform_folder";
  configs::RecordingsConfig& digits = config.waveform_folder.recordings;
  digits.folder = tests::shared_path("data/fsdd").string();
  digits.manifest = digits.folder + "/manifest.csv";
  digits.keep_together = "recording";
  const Splits splits = open_dataset(config, 1);
  EXPECT_THAT(splits.class_names, ElementsAre("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
  EXPECT_EQ(splits.train->size(), 1800);
  EXPECT_EQ(splits.validation->size(), 200);
  ASSERT_EQ(splits.test->size(), 500);
  for (int64_t i = 0; i < 500; ++i) EXPECT_EQ(splits.test->get(i).speaker, "lucas");

  digits.split_column = "readme_split";
  EXPECT_THROW(open_dataset(config, 1), Error) << "the same speakers in both";
  digits.speakers_may_overlap = true;
  EXPECT_EQ(open_dataset(config, 1).test->size(), 250);
}

}  // namespace
}  // namespace bitstill::datasets
