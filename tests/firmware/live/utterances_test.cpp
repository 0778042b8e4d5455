// Words cut out of a stream: tones in noise whose places are known.
#include "firmware/live/utterances.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "firmware/live/level_meter.h"

namespace bitstill::firmware {
namespace {

constexpr int64_t kSamplesPerSecond = 16'000;

class Stream {
 public:
  explicit Stream(double noise) : noise_(noise) {}

  // Milliseconds of noise, with a tone in it where there is an amplitude.
  Stream& add(int64_t milliseconds, double amplitude = 0) {
    for (int64_t i = 0; i < milliseconds * kSamplesPerSecond / 1000; ++i) {
      const double tone = amplitude * std::sin(0.3 * static_cast<double>(i));
      samples_.push_back(static_cast<int16_t>(std::lround(tone + noise_ * normal_(random_))));
    }
    return *this;
  }
  std::vector<Utterance> found(int64_t piece = 500) const {
    UtteranceFinder finder(kSamplesPerSecond, kSamplesPerSecond);
    std::vector<Utterance> all;
    for (size_t at = 0; at < samples_.size(); at += static_cast<size_t>(piece)) {
      const auto part = std::span(samples_).subspan(at);
      for (auto& one : finder.push(part.first(std::min<size_t>(part.size(), static_cast<size_t>(piece))))) {
        all.push_back(std::move(one));
      }
    }
    return all;
  }
  const std::vector<int16_t>& samples() const { return samples_; }

 private:
  double noise_;
  std::vector<int16_t> samples_;
  std::mt19937 random_{7};
  std::normal_distribution<double> normal_;
};

int64_t first_loud(const datasets::Pcm& clip) {
  return std::ranges::find_if(clip, [](int16_t sample) { return std::abs(sample) > 1500; }) - clip.begin();
}

TEST(Utterances, AreCutSoThatTheWordIsInTheMiddle) {
  Stream stream(100);
  stream.add(1500).add(400, 4000).add(1500).add(600, 9000).add(1500);
  const auto words = stream.found();
  ASSERT_EQ(words.size(), 2U);
  EXPECT_EQ(words[0].clip.size(), 16000U);
  EXPECT_NEAR(static_cast<double>(first_loud(words[0].clip)), 0.3 * kSamplesPerSecond, 0.02 * kSamplesPerSecond);
  EXPECT_NEAR(static_cast<double>(first_loud(words[1].clip)), 0.2 * kSamplesPerSecond, 0.02 * kSamplesPerSecond);
  EXPECT_NEAR(static_cast<double>(words[0].word_samples), 0.4 * kSamplesPerSecond, 0.03 * kSamplesPerSecond);
  EXPECT_NEAR(words[1].peak, 9200, 300);
  // The clip is a piece of the stream as it was.
  EXPECT_NE(std::ranges::search(stream.samples(), words[0].clip).begin(), stream.samples().end());
}

TEST(Utterances, DoNotDependOnHowTheStreamComesInPieces) {
  Stream stream(60);
  stream.add(1000).add(350, 3000).add(1200);
  const auto words = stream.found(1);
  ASSERT_EQ(words.size(), 1U);
  EXPECT_EQ(words[0].clip, stream.found(4096)[0].clip);
}

TEST(Utterances, AreNeitherClicksNorNoise) {
  EXPECT_TRUE(Stream(800).add(4000).found().empty());
  EXPECT_TRUE(Stream(100).add(1000).add(15, 20000).add(2000).found().empty());
  EXPECT_TRUE(Stream(0).add(3000).found().empty());
}

TEST(Utterances, AFanThatIsSwitchedOnBecomesUsual) {
  Stream stream(100);
  stream.add(1000).add(6000, 2000);
  EXPECT_TRUE(stream.found().empty());
  UtteranceFinder finder(kSamplesPerSecond, kSamplesPerSecond);
  finder.push(stream.samples());
  EXPECT_FALSE(finder.in_word());
}

TEST(Utterances, ALongWordSaysHowLongItIs) {
  const auto words = Stream(100).add(1000).add(1800, 5000).add(1000).found();
  ASSERT_EQ(words.size(), 1U);
  EXPECT_GT(words[0].word_samples, kSamplesPerSecond);
}

TEST(Utterances, DoNotReachAcrossAGap) {
  Stream stream(100);
  stream.add(1000).add(200, 5000);
  UtteranceFinder finder(kSamplesPerSecond, kSamplesPerSecond);
  EXPECT_TRUE(finder.push(stream.samples()).empty());
  EXPECT_TRUE(finder.in_word());
  finder.interrupt();
  Stream quiet(100);
  EXPECT_TRUE(finder.push(quiet.add(2000).samples()).empty());
}

TEST(LevelMeter, IsABarFromMinusSixtyDecibels) {
  EXPECT_EQ(level_meter(32768), "[####################]   0 dB");
  EXPECT_EQ(level_meter(1036), "[##########----------] -30 dB");
  EXPECT_EQ(level_meter(0), "[--------------------] -90 dB");
}

}  // namespace
}  // namespace bitstill::firmware
