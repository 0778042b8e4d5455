#include "datasets/features/tables.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

#include "datasets/features/check.h"
#include "datasets/features/mel_scale.h"

namespace bitstill::features {
namespace {

constexpr double kPi = std::numbers::pi;

int16_t q15(double value) {
  return static_cast<int16_t>(std::clamp<long>(std::lround(value * 32768), INT16_MIN, INT16_MAX));
}

int32_t log2_of(int64_t power_of_two) { return std::countr_zero(static_cast<uint64_t>(power_of_two)); }

// Von Hann's window, periodic: the sample after its last would be its first.
std::vector<int16_t> hann(int64_t samples) {
  std::vector<int16_t> weights;
  for (int64_t i = 0; i < samples; ++i) {
    weights.push_back(q15(0.5 - 0.5 * std::cos(2 * kPi * static_cast<double>(i) / static_cast<double>(samples))));
  }
  return weights;
}

std::vector<int16_t> quarter_sine(int64_t size) {
  std::vector<int16_t> sine;
  for (int64_t i = 0; i <= size / 4; ++i) {
    sine.push_back(q15(std::sin(2 * kPi * static_cast<double>(i) / static_cast<double>(size))));
  }
  return sine;
}

std::vector<int16_t> cosines(int64_t bands, int64_t coefficients) {
  std::vector<int16_t> values;
  for (int64_t k = 0; k < coefficients; ++k) {
    for (int64_t i = 0; i < bands; ++i) {
      values.push_back(q15(std::cos(kPi * static_cast<double>(k * (2 * i + 1)) / static_cast<double>(2 * bands))));
    }
  }
  return values;
}

Level level_of(double value) {
  int exponent = 0;
  const double fraction = std::frexp(value, &exponent);
  return make_level(static_cast<uint32_t>(std::llround(std::ldexp(fraction, 31))), exponent - 31);
}

void add_mel(const Parameters& p, TableValues& values) {
  const std::vector<double> positions = flank_positions(p);
  size_t bin = 1;  // bin 0 counts in no band
  while (positions[bin] < 0) ++bin;
  const size_t first = bin;
  size_t most_bins = 1;
  for (int64_t flank = 0; flank <= p.bands; ++flank) {
    const size_t begin = bin;
    for (; bin < positions.size() && positions[bin] < static_cast<double>(flank + 1); ++bin) {
      values.mel_weights.push_back(q15(positions[bin] - static_cast<double>(flank)));
    }
    values.mel_ends.push_back(static_cast<uint16_t>(bin));
    most_bins = std::max(most_bins, bin - begin);
  }
  values.tables.mel = {values.mel_weights.data(),
                       values.mel_ends.data(),
                       static_cast<int32_t>(first),
                       static_cast<int32_t>(p.bands),
                       std::max(1, log2_of(static_cast<int64_t>(std::bit_ceil(most_bins)))),
                       p.spectrum == "magnitude"};
}

}  // namespace

TableValues make_tables(const Parameters& p) {
  TableValues values;
  Tables& tables = values.tables;
  values.window = hann(p.window_samples);
  tables.window = {values.window.data(), static_cast<int32_t>(p.window_samples), log2_of(p.fft_size) - 1, p.remove_dc,
                   q15(p.pre_emphasis)};
  values.sine = quarter_sine(p.fft_size);
  tables.fft = {values.sine.data(), log2_of(p.fft_size)};
  add_mel(p, values);
  tables.floor = level_of(floor_of(p));
  tables.pcen = p.pcen;
  tables.mfcc = p.kind == "mfcc";
  if (tables.mfcc) values.cosines = cosines(p.bands, p.coefficients);
  tables.dct = {values.cosines.data(), q15(std::sqrt(2 / static_cast<double>(p.bands))), static_cast<int32_t>(p.bands)};
  values.centres.assign(p.normalization.centre.begin(), p.normalization.centre.end());
  values.multipliers.assign(p.normalization.multiplier.begin(), p.normalization.multiplier.end());
  tables.normalization = {values.centres.data(), values.multipliers.data(), p.normalization.shift,
                          p.normalization.zero_point};
  tables.coefficients = static_cast<int32_t>(p.coefficients);
  return values;
}

}  // namespace bitstill::features
