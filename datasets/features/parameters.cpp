#include "datasets/features/parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "configs/support/error.h"
#include "datasets/features/check.h"
#include "datasets/features/front_end.h"
#include "datasets/features/mel_scale.h"

namespace bitstill::features {
namespace {

class Checker {
 public:
  explicit Checker(const std::string& where) : where_(where) {}

  void expect(bool holds, const std::string& sentence) const {
    if (!holds) throw Error(where_ + ": " + sentence);
  }

  void within(const char* what, int64_t value, int64_t least, int64_t most) const {
    expect(value >= least && value <= most, fmt::format("{} is {}, expected {} to {}", what, value, least, most));
  }

 private:
  const std::string& where_;
};

void check_normalization(const Checker& checker, const Normalization& normalization, int64_t coefficients) {
  const auto count = static_cast<size_t>(coefficients);
  checker.expect(normalization.centre.size() == count && normalization.multiplier.size() == count,
                 fmt::format("the normalisation has {} centres and {} multipliers, expected one of each for every "
                             "coefficient ({})",
                             normalization.centre.size(), normalization.multiplier.size(), count));
  for (const int32_t centre : normalization.centre) {
    checker.within("a centre of the normalisation", centre, INT16_MIN, INT16_MAX);
  }
  for (const int32_t multiplier : normalization.multiplier) {
    checker.within("a multiplier of the normalisation", multiplier, 0, kLargestMultiplier);
  }
  checker.within("the shift of the normalisation", normalization.shift, 0, kLargestShift);
  checker.within("the zero point of the normalisation", normalization.zero_point, INT8_MIN, INT8_MAX);
  checker.expect(std::isfinite(normalization.scale) && normalization.scale > 0,
                 "the normalisation's scale is no positive number");
}

void check_bands(const Checker& checker, const Parameters& p) {
  checker.expect(std::isfinite(p.low_hz) && std::isfinite(p.high_hz) && p.low_hz >= 0 && p.low_hz < p.high_hz,
                 fmt::format("bands from {} to {} Hz are none, expected low_hz below high_hz", p.low_hz, p.high_hz));
  checker.expect(
      2 * p.high_hz <= static_cast<double>(p.sample_rate),
      fmt::format("bands up to {} Hz, expected at most half the sample rate of {} Hz", p.high_hz, p.sample_rate));
  const int64_t empty = first_empty_band(p);
  checker.expect(empty == p.bands,
                 fmt::format("band {} of {} lies between two bins of the FFT, expected fewer bands or a larger "
                             "fft_size than {}",
                             empty, p.bands, p.fft_size));
}

int64_t samples_of(double milliseconds, int64_t sample_rate) {
  return std::llround(milliseconds * static_cast<double>(sample_rate) / 1000);
}

}  // namespace

void check_shape(const Parameters& p, const std::string& where) {
  const Checker checker(where);
  checker.expect(p.kind == "log_mel" || p.kind == "mfcc",
                 fmt::format("features of kind '{}', expected log_mel or mfcc", p.kind));
  checker.expect(p.spectrum == "power" || p.spectrum == "magnitude",
                 fmt::format("a spectrum of '{}', expected power or magnitude", p.spectrum));
  checker.within("the sample rate", p.sample_rate, 1000, 96000);
  checker.within("the FFT's size", p.fft_size, kSmallestFft, kLargestFft);
  checker.expect(std::has_single_bit(static_cast<uint64_t>(p.fft_size)),
                 fmt::format("an FFT of {} samples, expected a power of two", p.fft_size));
  checker.expect(p.window_samples >= 2 && p.window_samples % 2 == 0 && p.window_samples <= p.fft_size,
                 fmt::format("a window of {} samples, expected an even number of at most the FFT's size ({})",
                             p.window_samples, p.fft_size));
  checker.within("the hop in samples", p.hop_samples, 1, kLargestHop);
  checker.expect(p.clip_samples >= p.window_samples && p.clip_samples <= kLargestClip,
                 fmt::format("a clip of {} samples, expected at least a window ({}) and at most {}", p.clip_samples,
                             p.window_samples, kLargestClip));
  checker.within("the number of bands", p.bands, 2, kMostBands);
  checker.expect(p.kind == "log_mel" ? p.coefficients == p.bands : p.coefficients >= 1 && p.coefficients <= p.bands,
                 fmt::format("{} coefficients of {} bands, expected {}", p.coefficients, p.bands,
                             p.kind == "log_mel" ? "as many with log_mel" : "at most as many"));
  checker.within("the features of a clip", p.frames() * p.coefficients, 1, kMostFeatures);
  checker.expect(p.pre_emphasis >= 0 && p.pre_emphasis < 1,
                 fmt::format("a pre-emphasis of {}, expected 0 or more and below 1", p.pre_emphasis));
  check_bands(checker, p);
}

void check(const Parameters& parameters, const std::string& where) {
  check_shape(parameters, where);
  check_normalization(Checker(where), parameters.normalization, parameters.coefficients);
}

Parameters parameters_from(const configs::FeaturesConfig& config, const configs::Place& place) {
  Parameters p;
  p.kind = config.kind;
  p.sample_rate = config.sample_rate;
  p.clip_samples = config.clip_ms * config.sample_rate / 1000;
  p.window_samples = 2 * samples_of(config.window_ms / 2, config.sample_rate);
  p.hop_samples = samples_of(config.hop_ms, config.sample_rate);
  p.fft_size = config.fft_size;
  if (p.fft_size == 0) {
    p.fft_size = kSmallestFft;
    while (p.fft_size < p.window_samples && p.fft_size < kLargestFft) p.fft_size *= 2;
  }
  p.bands = config.bands;
  p.low_hz = config.low_hz;
  p.high_hz = config.high_hz;
  p.coefficients = config.kind == "mfcc" ? config.coefficients : config.bands;
  p.remove_dc = config.remove_dc;
  p.pre_emphasis = config.pre_emphasis;
  p.spectrum = config.spectrum;
  p.pcen = config.pcen;
  check_shape(p, place.text() + ": features");
  const auto count = static_cast<size_t>(p.coefficients);
  p.normalization = {std::vector<int32_t>(count, 0), std::vector<int32_t>(count, 1), 0, 0, 1.0f / kFeatureUnits};
  return p;
}

}  // namespace bitstill::features
