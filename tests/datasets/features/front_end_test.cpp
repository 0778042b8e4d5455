#include "datasets/features/front_end.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "configs/support/error.h"
#include "datasets/features/blocks/history.h"
#include "datasets/features/tables.h"
#include "datasets/random.h"
#include "tests/datasets/features/recordings.h"
#include "tests/datasets/features/reference.h"

namespace bitstill::tests {
namespace {

using features::FrontEnd;
using features::Parameters;

Parameters parameters(const configs::FeaturesConfig& config = {}) {
  return features::parameters_from(config, {"front_end_test", 1, 1});
}

// Every combination of what may be switched, at shapes that leave no number the same as another.
std::vector<Parameters> all_options() {
  std::vector<Parameters> all;
  for (int options = 0; options < 64; ++options) {
    configs::FeaturesConfig config;
    config.kind = options & 1 ? "mfcc" : "log_mel";
    config.spectrum = options & 2 ? "magnitude" : "power";
    config.remove_dc = options & 4;
    config.pre_emphasis = options & 8 ? 0.97 : 0;
    config.pcen = options & 16;
    config.fft_size = options & 32 ? 1024 : 0;
    config.clip_ms = 300;
    config.bands = 24;
    config.high_hz = 8000;
    config.coefficients = 13;
    all.push_back(parameters(config));
  }
  return all;
}

Clip noise(int64_t samples, int64_t amplitude) {
  datasets::Random random({7, static_cast<uint64_t>(amplitude)});
  Clip clip;
  for (int64_t i = 0; i < samples; ++i) clip.push_back(static_cast<int16_t>(random.below(2 * amplitude) - amplitude));
  return clip;
}

Clip filled(int64_t samples, int16_t value) { return Clip(static_cast<size_t>(samples), value); }

Clip square_wave(int64_t samples, int64_t period) {
  Clip clip;
  for (int64_t i = 0; i < samples; ++i) clip.push_back(2 * (i % period) < period ? INT16_MAX : INT16_MIN);
  return clip;
}

Clip impulse(int64_t samples, int16_t value) {
  Clip clip = filled(samples, 0);
  clip[static_cast<size_t>(samples / 2)] = value;
  return clip;
}

std::vector<Clip> extremes(int64_t samples) {
  return {filled(samples, 0),
          filled(samples, 1),
          filled(samples, INT16_MAX),
          filled(samples, INT16_MIN),
          square_wave(samples, 2),
          square_wave(samples, 33),
          square_wave(samples, 480),
          square_wave(samples, 4000),
          impulse(samples, INT16_MAX),
          impulse(samples, INT16_MIN),
          impulse(samples, 1),
          noise(samples, 32768),
          noise(samples, 3)};
}

// As a device does it: hop by hop, frames as they become complete.
std::vector<int8_t> streamed(const Parameters& p, const Clip& clip) {
  const features::TableValues tables = features::make_tables(p);
  const auto bands = static_cast<size_t>(p.bands);
  std::vector<features::Complex> points(static_cast<size_t>(p.fft_size / 2));
  std::vector<features::Level> levels(bands), smoothed(bands);
  std::vector<int32_t> values(bands);
  const features::Memory memory = {points.data(), levels.data(), values.data(), smoothed.data()};
  const int32_t hop = static_cast<int32_t>(p.hop_samples);
  const int32_t hops = features::hops_kept(static_cast<int32_t>(p.window_samples), hop);
  std::vector<int16_t> history(static_cast<size_t>(hops * hop));
  int32_t heard = 0;
  std::vector<int8_t> all;
  for (size_t at = 0; at + static_cast<size_t>(hop) <= clip.size(); at += static_cast<size_t>(hop)) {
    if (!features::push_hop(history.data(), hops, hop, heard, clip.data() + at)) continue;
    std::vector<int16_t> frame(static_cast<size_t>(p.coefficients));
    std::vector<int8_t> normalized(frame.size());
    features::extract_frame(tables.tables, memory, history.data(), frame.data());
    features::normalize_frame(tables.tables, frame.data(), normalized.data());
    all.insert(all.end(), normalized.begin(), normalized.end());
  }
  return all;
}

TEST(FrontEnd, StreamedHopByHopIsTheWholeClip) {
  for (Parameters p : all_options()) {
    const FrontEnd unfitted(p);
    const Clip clip = noise(p.clip_samples, 9000);
    p.normalization = features::fit_normalization(unfitted.extract(clip), p.coefficients);
    EXPECT_EQ(streamed(p, clip), FrontEnd(p).features(clip));
  }
}

TEST(FrontEnd, StreamsHopsThatAreShorterAndLongerThanHalfAWindow) {
  for (const double hop_ms : {5.0, 10.0, 15.0, 29.0, 30.0, 45.0}) {
    configs::FeaturesConfig config;
    config.hop_ms = hop_ms;
    Parameters p = parameters(config);
    p.clip_samples -= p.clip_samples % p.hop_samples;
    const Clip clip = noise(p.clip_samples, 9000);
    EXPECT_EQ(streamed(p, clip), FrontEnd(p).features(clip)) << hop_ms << " ms";
  }
}

// The loudest band of each frame, and every other against it: what the blocks keep of bands 90 dB below is noise, and
// what overflows is not near.
TEST(FrontEnd, HasNoOverflowWhateverTheInput) {
  for (const Parameters& p : all_options()) {
    if (p.kind == "mfcc" || p.pcen) continue;
    const FrontEnd front_end(p);
    for (const Clip& clip : extremes(p.clip_samples)) {
      const auto features = front_end.extract(clip);
      const auto reference = reference_features(p, clip);
      const auto bands = static_cast<size_t>(p.bands);
      for (size_t frame = 0; frame < features.size(); frame += bands) {
        const double loudest = *std::max_element(reference.begin() + static_cast<ptrdiff_t>(frame),
                                                 reference.begin() + static_cast<ptrdiff_t>(frame + bands));
        for (size_t i = frame; i < frame + bands; ++i) {
          const double error = std::exp(features[i] / 128.0) - std::exp(reference[i]);
          ASSERT_LT(std::abs(error), 0.01 * std::exp(reference[i]) + 1e-3 * std::exp(loudest));
        }
      }
    }
  }
}

// The others add a transform and a ratio of these: what they give stays where such values can be.
TEST(FrontEnd, StaysInItsRangeWhateverTheOptions) {
  for (const Parameters& p : all_options()) {
    const FrontEnd front_end(p);
    for (const Clip& clip : extremes(p.clip_samples)) {
      for (const int16_t feature : front_end.extract(clip)) {
        ASSERT_GE(feature, p.pcen && p.kind == "log_mel" ? 0 : INT16_MIN);
        ASSERT_LT(std::abs(feature), p.pcen ? 32767 : 128 * 28 * std::sqrt(2.0 * static_cast<double>(p.bands)));
      }
    }
  }
}

TEST(FrontEnd, OfSilenceIsTheFloor) {
  const Parameters p = parameters();
  const auto features = FrontEnd(p).extract(filled(p.clip_samples, 0));
  const auto floor = static_cast<int16_t>(std::lround(128 * std::log(1e-12)));
  EXPECT_EQ(features, std::vector<int16_t>(features.size(), floor));
}

TEST(FrontEnd, OfAConstantIsSilenceWhereTheMeanIsTakenAway) {
  const Parameters p = parameters();
  const FrontEnd front_end(p);
  const auto silence = front_end.extract(filled(p.clip_samples, 0));
  for (const int16_t level : {1, -1, 12345, -32768, 32767}) {
    EXPECT_EQ(front_end.extract(filled(p.clip_samples, level)), silence) << level;
  }
}

// Block floating point: what is computed of a frame does not depend on how loud it is.
TEST(FrontEnd, ShiftsByTheLogarithmOfTheGain) {
  configs::FeaturesConfig config;
  config.remove_dc = false;
  const Parameters p = parameters(config);
  const Clip quiet = noise(p.clip_samples, 500);
  Clip loud = quiet;
  for (int16_t& sample : loud) sample = static_cast<int16_t>(16 * sample);
  const FrontEnd front_end(p);
  const auto a = front_end.extract(quiet), b = front_end.extract(loud);
  for (size_t i = 0; i < a.size(); ++i) ASSERT_NEAR(b[i] - a[i], 128 * std::log(256.0), 1);
}

TEST(FrontEnd, ForgetsAllOfEarlierClips) {
  configs::FeaturesConfig config;
  config.pcen = true;
  const Parameters p = parameters(config);
  const FrontEnd front_end(p);
  const Clip clip = noise(p.clip_samples, 1000);
  const auto first = front_end.extract(clip);
  front_end.extract(filled(p.clip_samples, INT16_MIN));
  EXPECT_EQ(front_end.extract(clip), first);
}

TEST(FrontEnd, NormalizesToTheModelsGrid) {
  Parameters p = parameters();
  p.normalization = features::fixed_normalization(0.5, -3, p.coefficients);
  std::vector<int16_t> features(static_cast<size_t>(p.coefficients), 0);
  features[0] = 64;   // 0.5: one step
  features[1] = 32;   // half a step: upwards
  features[2] = -32;  // the same
  features[3] = -64;
  features[4] = 32767;
  features[5] = -32768;
  const auto bytes = FrontEnd(p).normalize(features);
  EXPECT_EQ(std::vector<int8_t>(bytes.begin(), bytes.begin() + 7),
            (std::vector<int8_t>{-2, -2, -3, -4, 127, -128, -3}));
}

TEST(FrontEnd, WantsAWholeClip) {
  const FrontEnd front_end(parameters());
  EXPECT_THROW(front_end.extract(filled(15999, 0)), Error);
  EXPECT_THROW(front_end.normalize(filled(41, 0)), Error);
}

TEST(FitNormalization, PutsOneDeviationAt32Steps) {
  // Deviations 100 and 1000 around 50 and -200, and one that never changes.
  const std::vector<int16_t> rows = {150, 800, 7, -50, -1200, 7};
  const auto normalization = features::fit_normalization(rows, 3);
  EXPECT_EQ(normalization.centre, (std::vector<int32_t>{50, -200, 7}));
  EXPECT_EQ(normalization.zero_point, 0);
  EXPECT_FLOAT_EQ(normalization.scale, 1.0f / 32);
  const double unit = std::ldexp(1, normalization.shift);
  EXPECT_NEAR(normalization.multiplier[0] / unit, 0.32, 0.005);
  EXPECT_NEAR(normalization.multiplier[1] / unit, 0.032, 0.005);
  EXPECT_EQ(normalization.multiplier[2] / unit, 32);
  EXPECT_THROW(features::fit_normalization(rows, 4), Error);
  EXPECT_THROW(features::fit_normalization({}, 4), Error);
}

}  // namespace
}  // namespace bitstill::tests
