// What single blocks are for, seen from outside: a tone is found in its band, the cosine transform is of the bands,
// PCEN forgets how loud a steady sound is, pre-emphasis tilts, the history keeps the right samples.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "datasets/features/blocks/history.h"
#include "datasets/features/front_end.h"
#include "datasets/features/mel_scale.h"
#include "tests/datasets/features/recordings.h"

namespace bitstill::tests {
namespace {

using features::FrontEnd;
using features::Parameters;

Parameters block_parameters(const configs::FeaturesConfig& config = {}) {
  return features::parameters_from(config, {});
}

Clip tone(double hz, double amplitude) {
  Clip clip;
  for (int i = 0; i < 16000; ++i) {
    clip.push_back(static_cast<int16_t>(std::lround(amplitude * std::sin(2 * std::numbers::pi * hz * i / 16000))));
  }
  return clip;
}

std::vector<int16_t> frame_of(const std::vector<int16_t>& features, const Parameters& p, int64_t frame) {
  const auto begin = features.begin() + frame * p.coefficients;
  return {begin, begin + p.coefficients};
}

TEST(MelBands, OfATonePeakWhereItLies) {
  const Parameters p = block_parameters();
  const FrontEnd front_end(p);
  const std::vector<double> flanks = features::flank_positions(p);
  for (const size_t bin : {10, 25, 50, 90, 120}) {
    const auto frame = frame_of(front_end.extract(tone(static_cast<double>(bin) * 31.25, 10000)), p, 20);
    const auto loudest = std::ranges::max_element(frame) - frame.begin();
    // Band b rises in flank b and falls in flank b + 1: it peaks at position b + 1.
    EXPECT_NEAR(static_cast<double>(loudest), flanks[bin] - 1, 0.51) << "bin " << bin;
  }
}

TEST(MelBands, OfATonesFullScaleAreItsEnergy) {
  configs::FeaturesConfig config;
  config.spectrum = "magnitude";
  const Parameters p = block_parameters(config);
  const auto frame = frame_of(FrontEnd(p).extract(tone(1000, 32767)), p, 20);
  // Under Hann's window of 480 samples three bins of an FFT as long would hold 120, 60 and 60; zeros make it 512.
  double sum = 0;
  for (const int16_t feature : frame) sum += std::exp(feature / 128.0);
  EXPECT_NEAR(sum, 240 * 512 / 480.0, 8);
}

TEST(CepstralCoefficients, AreTheCosineTransformOfTheLogMels) {
  configs::FeaturesConfig config;
  const Parameters log_mel = block_parameters(config);
  config.kind = "mfcc";
  config.coefficients = 40;
  const Parameters mfcc = block_parameters(config);
  const Clip clip = tone(700, 3000);
  const auto bands = frame_of(FrontEnd(log_mel).extract(clip), log_mel, 7);
  const auto coefficients = frame_of(FrontEnd(mfcc).extract(clip), mfcc, 7);
  for (size_t k = 0; k < coefficients.size(); ++k) {
    double sum = 0;
    for (size_t i = 0; i < bands.size(); ++i) {
      sum += bands[i] * std::cos(std::numbers::pi * static_cast<double>(k) * (static_cast<double>(i) + 0.5) / 40);
    }
    EXPECT_NEAR(coefficients[k], sum * std::sqrt(2 / 40.0), 3) << "coefficient " << k;  // bands are rounded to 1 / 128
  }
}

TEST(Pcen, ForgetsHowLoudASteadySoundIs) {
  configs::FeaturesConfig config;
  config.pcen = true;
  const Parameters p = block_parameters(config);
  const FrontEnd front_end(p);
  const auto loud = frame_of(front_end.extract(tone(1000, 20000)), p, 40);
  const auto quiet = frame_of(front_end.extract(tone(1000, 2000)), p, 40);
  const auto band = std::ranges::max_element(loud) - loud.begin();
  // 20 dB apart, 2 % of them are left in E / M^0.98.
  EXPECT_NEAR(loud[static_cast<size_t>(band)], quiet[static_cast<size_t>(band)], 5);
  EXPECT_GT(loud[static_cast<size_t>(band)], 30);
}

TEST(PreEmphasis, RaisesHighTonesOverLowOnes) {
  configs::FeaturesConfig config;
  const Parameters plain = block_parameters(config);
  config.pre_emphasis = 0.97;
  const Parameters emphasised = block_parameters(config);
  const auto gain = [&](double hz) {
    const Clip clip = tone(hz, 8000);
    const auto before = FrontEnd(plain).extract(clip), after = FrontEnd(emphasised).extract(clip);
    const auto band = std::ranges::max_element(before) - before.begin();
    return (after[static_cast<size_t>(band)] - before[static_cast<size_t>(band)]) / 128.0;
  };
  const auto exact = [](double hz) {
    const double angle = 2 * std::numbers::pi * hz / 16000;
    return std::log(1 + 0.97 * 0.97 - 2 * 0.97 * std::cos(angle));
  };
  EXPECT_NEAR(gain(500), exact(500), 0.05);
  EXPECT_NEAR(gain(3500), exact(3500), 0.05);
}

TEST(History, KeepsTheHopsThatAWindowTouches) {
  EXPECT_EQ(features::hops_kept(480, 320), 2);
  EXPECT_EQ(features::hops_kept(480, 160), 3);
  EXPECT_EQ(features::hops_kept(480, 480), 1);
  EXPECT_EQ(features::hops_kept(320, 480), 1);
  std::vector<int16_t> samples(6);
  int32_t heard = 0;
  const auto push = [&](int16_t a, int16_t b) {
    const int16_t hop[] = {a, b};
    return features::push_hop(samples.data(), 3, 2, heard, hop);
  };
  EXPECT_FALSE(push(1, 2));
  EXPECT_FALSE(push(3, 4));
  EXPECT_TRUE(push(5, 6));
  EXPECT_EQ(samples, (std::vector<int16_t>{1, 2, 3, 4, 5, 6}));
  EXPECT_TRUE(push(7, 8));
  EXPECT_EQ(samples, (std::vector<int16_t>{3, 4, 5, 6, 7, 8}));
}

}  // namespace
}  // namespace bitstill::tests
