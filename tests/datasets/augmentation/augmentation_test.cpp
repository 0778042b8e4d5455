// What each alteration of a recording does to its samples.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "datasets/audio/levels.h"
#include "datasets/augmentation/augment.h"
#include "datasets/augmentation/gain.h"
#include "datasets/augmentation/noise.h"
#include "datasets/augmentation/spec_masks.h"
#include "datasets/augmentation/speed.h"
#include "datasets/augmentation/time_shift.h"
#include "tests/datasets/audio/sound_files.h"

namespace bitstill::datasets {
namespace {

using testing::ElementsAre;

std::vector<float> shifted(std::vector<float> samples, int64_t by) {
  shift_time(samples, by);
  return samples;
}

TEST(TimeShift, MovesSamplesAndLetsZerosIn) {
  EXPECT_THAT(shifted({1, 2, 3, 4}, 1), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(shifted({1, 2, 3, 4}, -3), ElementsAre(4, 0, 0, 0));
  EXPECT_THAT(shifted({1, 2, 3, 4}, 0), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(shifted({1, 2}, 5), ElementsAre(0, 0));
  EXPECT_THAT(shifted({1, 2}, -2), ElementsAre(0, 0));
}

TEST(Gain, IsInDecibelsOfAmplitude) {
  std::vector<float> samples{0.1f, -0.2f};
  change_gain(samples, 20);
  EXPECT_FLOAT_EQ(samples[0], 1);
  EXPECT_FLOAT_EQ(samples[1], -2);
}

TEST(Gain, NormalisedBringsAnyRecordingToOneLevel) {
  for (const double before : {-60.0, -3.0}) {
    std::vector<float> samples = tests::tone(440, 1);
    change_gain(samples, before);
    normalize_level(samples, -20);
    EXPECT_NEAR(rms(samples), 3276.8, 0.1);
  }
  std::vector<float> silence(10);
  normalize_level(silence, -20);
  EXPECT_THAT(silence, testing::Each(0));
}

TEST(Noise, LiesAsFarBelowTheRecordingAsItIsTold) {
  const std::vector<float> clean = tests::tone(440, 1);
  Pcm noise(clean.size());
  Random random{1};
  for (int16_t& sample : noise) sample = saturate(50 * random.normal());
  for (const double snr_db : {-10.0, 0.0, 20.0}) {
    std::vector<float> samples = clean;
    mix_noise(samples, noise, snr_db);
    for (size_t i = 0; i < samples.size(); ++i) samples[i] -= clean[i];
    EXPECT_NEAR(20 * std::log10(rms(clean) / rms(samples)), snr_db, 0.01);
  }
}

TEST(Noise, IsNotAddedWhereEitherIsSilent) {
  std::vector<float> samples{0.5f, -0.5f};
  mix_noise(samples, Pcm{0, 0}, 0);
  EXPECT_THAT(samples, ElementsAre(0.5f, -0.5f));
  std::vector<float> silence(2);
  mix_noise(silence, Pcm{5, -5}, 0);
  EXPECT_THAT(silence, ElementsAre(0, 0));
}

// Crossings of zero, upwards.
int64_t periods(const std::vector<float>& samples) {
  int64_t count = 0;
  for (size_t i = 1; i < samples.size(); ++i) count += samples[i - 1] < 0 && samples[i] >= 0 ? 1 : 0;
  return count;
}

TEST(Speed, ChangesThePitchAndKeepsTheLength) {
  const std::vector<float> slow = change_speed(tests::tone(400, 1), 0.8);
  const std::vector<float> fast = change_speed(tests::tone(400, 1), 1.25);
  ASSERT_EQ(slow.size(), 16000u);
  ASSERT_EQ(fast.size(), 16000u);
  EXPECT_NEAR(static_cast<double>(periods(slow)), 320, 2);
  EXPECT_NEAR(static_cast<double>(periods(fast)), 400, 6)
      << "all of it in four fifths of the time, and what rings at its ends";
  EXPECT_EQ(fast[1000], 0);
  EXPECT_EQ(fast[15000], 0);
}

TEST(Speed, OfOneChangesNothingAndNoFactorAddsNoise) {
  const std::vector<float> clean = tests::tone(1000, 1);
  const std::vector<float> same = change_speed(clean, 1);
  for (size_t i = 0; i < clean.size(); ++i) ASSERT_NEAR(same[i], clean[i], 1e-5);
  const std::vector<float> slow = change_speed(tests::tone(1250, 1), 0.8);
  double error = 0;
  for (size_t i = 4000; i < 12000; ++i) {
    const double expected = 0.5 * std::sin(2 * M_PI * 1250 * (8000 + (static_cast<double>(i) - 8000) * 0.8) / 16000);
    error += std::pow(static_cast<double>(slow[i]) - expected, 2);
  }
  EXPECT_LT(10 * std::log10(error / 8000 / 0.125), -50) << "dB below the tone";
}

TEST(SpecMasks, HideWholeFramesAndWholeBands) {
  configs::AugmentConfig config{.time_masks = 1, .time_mask_frames = 4};
  bool something = false;
  for (uint64_t seed = 0; seed < 50; ++seed) {
    std::vector<int8_t> features(10 * 3, 7);
    Random random{seed};
    hide_stretches(features, 3, -2, config, random);
    int64_t hidden = 0, last = -1;
    for (int64_t frame = 0; frame < 10; ++frame) {
      const auto row = features.begin() + frame * 3;
      const auto in_row = std::count(row, row + 3, -2);
      ASSERT_TRUE(in_row == 0 || in_row == 3);
      if (in_row == 0) continue;
      ASSERT_TRUE(last < 0 || last == frame - 1) << "one stretch";
      last = frame;
      ++hidden;
    }
    EXPECT_LE(hidden, 4);
    something = something || hidden > 0;
  }
  EXPECT_TRUE(something);

  config = {.frequency_masks = 2, .frequency_mask_bands = 100};
  std::vector<int8_t> features(10 * 3, 7);
  Random random{3};
  hide_stretches(features, 3, -2, config, random);
  for (size_t i = 3; i < features.size(); ++i) EXPECT_EQ(features[i], features[i - 3]) << "the same in every frame";
}

class Augment : public testing::Test {
 protected:
  const Pcm clip_ = to_pcm(tests::tone(440, 1));
  const NoiseBank noise_{{Pcm(50000, 100)}};

  Pcm copy(const configs::AugmentConfig& config, uint64_t seed = 1) const {
    Random random{seed};
    return augmented(clip_, 16000, config, noise_, random);
  }
};

TEST_F(Augment, DoesNothingUnlessItIsAsked) { EXPECT_EQ(copy({}), clip_); }

TEST_F(Augment, StaysWithinWhatTheConfigAllows) {
  for (uint64_t seed = 1; seed <= 30; ++seed) {
    const double louder = 20 * std::log10(rms(copy({.gain_db = 3}, seed)) / rms(clip_));
    EXPECT_LT(std::abs(louder), 3.01);
    const Pcm moved = copy({.shift_ms = 50}, seed);
    const auto zeros = std::find_if(moved.begin(), moved.end(), [](int16_t s) { return s != 0; }) - moved.begin();
    EXPECT_LE(zeros, 801);
  }
}

TEST_F(Augment, EveryPartHasItsEffectAndDependsOnTheSeed) {
  for (const configs::AugmentConfig& config :
       {configs::AugmentConfig{.shift_ms = 50}, {.gain_db = 3}, {.speed = 0.1}, {.noise = 1}}) {
    EXPECT_NE(copy(config), clip_);
    EXPECT_EQ(copy(config), copy(config));
    EXPECT_NE(copy(config, 2), copy(config, 3));
  }
}

TEST_F(Augment, SaturatesInsteadOfWrapping) {
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    const Pcm loud = copy({.gain_db = 60}, seed);
    for (size_t i = 0; i < loud.size(); ++i) ASSERT_GE(loud[i] * clip_[i], 0) << i;
  }
}

}  // namespace
}  // namespace bitstill::datasets
