// From what a config says to what the front-end computes with; what contradicts itself is refused with its place.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "configs/support/error.h"
#include "datasets/features/front_end.h"

namespace bitstill::tests {
namespace {

using configs::FeaturesConfig;
using features::Parameters;

Parameters parameters_of(const FeaturesConfig& config) {
  return features::parameters_from(config, {"configs/speech.yaml", 12, 1});
}

std::string refusal(void (*change)(FeaturesConfig&)) {
  FeaturesConfig config;
  change(config);
  try {
    parameters_of(config);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(Parameters, OfTheDefaultsAreFortyBandsOf49Frames) {
  const Parameters p = parameters_of({});
  EXPECT_EQ(p.clip_samples, 16000);
  EXPECT_EQ(p.window_samples, 480);
  EXPECT_EQ(p.hop_samples, 320);
  EXPECT_EQ(p.fft_size, 512) << "the smallest that holds a window";
  EXPECT_EQ(p.frames(), 49);
  EXPECT_EQ(p.coefficients, 40) << "all the bands, whatever `coefficients` says of mfcc";
  EXPECT_EQ(p.normalization.multiplier, std::vector<int32_t>(40, 1)) << "nothing yet";
}

TEST(Parameters, OfMlPerfTinyAreOneConfig) {
  FeaturesConfig config;
  config.kind = "mfcc";
  config.remove_dc = false;
  config.spectrum = "magnitude";
  const Parameters p = parameters_of(config);
  EXPECT_EQ(p.frames() * p.coefficients, 490);
}

TEST(Parameters, RoundMillisecondsToSamples) {
  FeaturesConfig config;
  config.sample_rate = 11025;
  config.window_ms = 25;
  config.hop_ms = 10;
  const Parameters p = parameters_of(config);
  EXPECT_EQ(p.window_samples, 276) << "275.6, and an even number";
  EXPECT_EQ(p.hop_samples, 110);
  EXPECT_EQ(p.clip_samples, 11025);
}

TEST(Parameters, ThatContradictThemselvesAreRefusedWithTheirPlace) {
  EXPECT_EQ(refusal([](auto& c) { c.fft_size = 256; }),
            "configs/speech.yaml:12:1: features: a window of 480 samples, expected an even number of at most the FFT's "
            "size (256)");
  EXPECT_EQ(refusal([](auto& c) { c.clip_ms = 29; }),
            "configs/speech.yaml:12:1: features: a clip of 464 samples, expected at least a window (480) and at most "
            "1048576");
  EXPECT_EQ(
      refusal([](auto& c) { c.high_hz = 8001; }),
      "configs/speech.yaml:12:1: features: bands up to 8001 Hz, expected at most half the sample rate of 16000 Hz");
  EXPECT_EQ(
      refusal([](auto& c) { c.bands = 128; }),
      "configs/speech.yaml:12:1: features: band 4 of 128 lies between two bins of the FFT, expected fewer bands or "
      "a larger fft_size than 512");
  EXPECT_THAT(refusal([](auto& c) {
                c.kind = "mfcc";
                c.coefficients = 41;
              }),
              testing::HasSubstr("41 coefficients of 40 bands"));
  EXPECT_THAT(refusal([](auto& c) { c.window_ms = 200; }), testing::HasSubstr("a window of 3200 samples"));
  EXPECT_THAT(refusal([](auto& c) { c.hop_ms = 0.001; }), testing::HasSubstr("the hop in samples is 0"));
}

}  // namespace
}  // namespace bitstill::tests
