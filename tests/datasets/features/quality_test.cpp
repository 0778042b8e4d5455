// How near the fixed-point front-end is to one in doubles, on real speech: the ratio of the features' own power (each
// coefficient's mean over a recording taken away) to the power of the difference, in decibels.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "datasets/features/check.h"
#include "datasets/features/front_end.h"
#include "tests/datasets/features/recordings.h"
#include "tests/datasets/features/reference.h"

namespace bitstill::tests {
namespace {

using features::Parameters;

constexpr size_t kOfEachWord = 5;

Parameters parameters(configs::FeaturesConfig config) { return features::parameters_from(config, {"quality", 1, 1}); }

class Ratio {
 public:
  void add(const Parameters& p, std::span<const int16_t> clip) {
    const auto features = features::FrontEnd(p).extract(clip);
    const auto reference = reference_features(p, clip);
    const auto coefficients = static_cast<size_t>(p.coefficients);
    for (size_t column = 0; column < coefficients; ++column) {
      double mean = 0;
      for (size_t i = column; i < reference.size(); i += coefficients) {
        mean += reference[i] / static_cast<double>(p.frames());
      }
      for (size_t i = column; i < reference.size(); i += coefficients) {
        signal_ += std::pow(reference[i] - mean, 2);
        error_ += std::pow(features[i] / static_cast<double>(features::kFeatureUnits) - reference[i], 2);
      }
    }
  }

  double decibels() const { return 10 * std::log10(signal_ / error_); }

 private:
  double signal_ = 0;
  double error_ = 0;
};

// As a recorder with so much less gain would have sampled it.
Clip quieter(Clip clip, double decibels) {
  for (int16_t& sample : clip) {
    sample = static_cast<int16_t>(std::lround(sample * std::pow(10, -decibels / 20)));
  }
  return clip;
}

double decibels(const Parameters& p, double attenuation) {
  Ratio ratio;
  for (const Clip& clip : spoken_clips(kOfEachWord)) ratio.add(p, quieter(clip, attenuation));
  return ratio.decibels();
}

void expect_quality(const char* name, const configs::FeaturesConfig& config) {
  const Parameters p = parameters(config);
  const double full = decibels(p, 0), quiet = decibels(p, 40);
  fmt::print("{:<32} {:5.1f} dB at full level, {:5.1f} dB 40 dB below\n", name, full, quiet);
  EXPECT_GE(full, 40) << name;
  EXPECT_GE(quiet, 25) << name;
}

configs::FeaturesConfig with(void (*change)(configs::FeaturesConfig&)) {
  configs::FeaturesConfig config;
  change(config);
  return config;
}

TEST(FrontEndQuality, OfRealSpeechIsFarAboveWhatTheInputGridKeeps) {
  BITSTILL_NEED_SHARED("data/speech_commands_3w");
  expect_quality("log-mel, to 4 kHz", {});
  expect_quality("log-mel, to 8 kHz", with([](auto& c) { c.high_hz = 8000; }));
  expect_quality("64 bands to 8 kHz, FFT of 1024", with([](auto& c) {
                   c.high_hz = 8000;
                   c.bands = 64;
                   c.fft_size = 1024;
                 }));
  expect_quality("magnitude", with([](auto& c) { c.spectrum = "magnitude"; }));
  expect_quality("pre-emphasis", with([](auto& c) { c.pre_emphasis = 0.97; }));
  expect_quality("PCEN", with([](auto& c) { c.pcen = true; }));
  expect_quality("MFCC 10", with([](auto& c) { c.kind = "mfcc"; }));
  expect_quality("MFCC 40", with([](auto& c) {
                   c.kind = "mfcc";
                   c.coefficients = 40;
                 }));
  expect_quality("MFCC 10, magnitude", with([](auto& c) {
                   c.kind = "mfcc";
                   c.spectrum = "magnitude";
                   c.remove_dc = false;
                 }));
  expect_quality("FFT of 2048", with([](auto& c) { c.fft_size = 2048; }));
  expect_quality("FFT of 64, 8 bands", with([](auto& c) {
                   c.window_ms = 4;
                   c.hop_ms = 4;
                   c.low_hz = 300;
                   c.high_hz = 8000;
                   c.bands = 8;
                 }));
}

}  // namespace
}  // namespace bitstill::tests
