// Words become sound without a sound card, and the same words the same sound.
#include "datasets/synthesis/synthesizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "configs/support/error.h"
#include "datasets/audio/levels.h"

namespace bitstill::datasets {
namespace {

using testing::Contains;
using testing::SizeIs;

std::string refusal(const std::vector<Utterance>& utterances) {
  try {
    synthesize(utterances);
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

TEST(Synthesizer, KnowsTheAccentsOfALanguageAndManyVariants) {
  const Voices english = list_voices("en");
  EXPECT_THAT(english.voices, Contains("gmw/en-US"));
  EXPECT_THAT(english.voices, Contains("gmw/en"));
  EXPECT_THAT(english.voices, testing::Not(Contains("gmw/de")));
  EXPECT_THAT(english.variants, Contains("f2"));
  EXPECT_GT(english.variants.size(), 20u);
  EXPECT_THAT(list_voices("de").voices, Contains("gmw/de"));
}

TEST(Synthesizer, SaysWordsOneAfterAnother) {
  const std::vector<Waveform> said =
      synthesize({{"lamp", "gmw/en-US", "", 175, 50}, {"music", "gmw/en-US", "f2", 120, 70}});
  ASSERT_THAT(said, SizeIs(2));
  for (const Waveform& word : said) {
    EXPECT_EQ(word.rate, 22050);
    EXPECT_GT(static_cast<double>(word.samples.size()) / 22050, 0.2);
    EXPECT_GT(rms(word.samples), 500) << "of 32768";
  }
}

TEST(Synthesizer, SpeaksFasterWhenItIsTold) {
  const std::vector<Waveform> said =
      synthesize({{"umbrella", "gmw/en-US", "", 100, 50}, {"umbrella", "gmw/en-US", "", 300, 50}});
  EXPECT_GT(said[0].samples.size(), said[1].samples.size() * 3 / 2);
}

TEST(Synthesizer, SaysTheSameAgain) {
  const std::vector<Utterance> words{{"lamp", "gmw/en", "whisper", 175, 50}, {"stop", "gmw/en-US", "klatt3", 175, 50}};
  const std::vector<Waveform> one = synthesize(words);
  const std::vector<Waveform> again = synthesize(words);
  for (size_t i = 0; i < words.size(); ++i) EXPECT_EQ(one[i].samples, again[i].samples);
}

TEST(Synthesizer, RefusesWhatItCannotSay) {
  EXPECT_EQ(refusal({{"lamp", "nobody", "", 175, 50}}),
            "the synthesiser gives no sound for 'lamp' by the voice nobody+, expected a word that can be spoken");
  EXPECT_THROW(list_voices("klingon-of-the-north"), Error);
}

}  // namespace
}  // namespace bitstill::datasets
