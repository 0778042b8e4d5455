#include "tests/datasets/features/reference.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <unsupported/Eigen/FFT>

#include "datasets/features/check.h"

namespace bitstill::tests {
namespace {

using features::Parameters;
using Values = std::vector<double>;

constexpr double kPi = std::numbers::pi;

double at(int64_t i) { return static_cast<double>(i); }

double mel(double hz) { return 2595 * std::log10(1 + hz / 700); }

Values windowed(const Parameters& p, std::span<const int16_t> samples) {
  Values values;
  double mean = 0;
  for (const int16_t sample : samples) mean += sample / 32768.0 / at(p.window_samples);
  for (const int16_t sample : samples) values.push_back(sample / 32768.0 - (p.remove_dc ? mean : 0));
  const Values plain = values;
  for (size_t i = 0; i < values.size(); ++i) values[i] -= p.pre_emphasis * plain[i == 0 ? 0 : i - 1];
  for (size_t i = 0; i < values.size(); ++i) {
    values[i] *= 0.5 - 0.5 * std::cos(2 * kPi * static_cast<double>(i) / at(p.window_samples));
  }
  values.resize(static_cast<size_t>(p.fft_size));
  return values;
}

// Rows of weights, one for each band.
std::vector<Values> triangles(const Parameters& p) {
  const double low = mel(p.low_hz), width = (mel(p.high_hz) - low) / at(p.bands + 1);
  std::vector<Values> rows;
  for (int64_t band = 0; band < p.bands; ++band) {
    Values row(static_cast<size_t>(p.fft_size / 2), 0);
    for (size_t bin = 1; bin < row.size(); ++bin) {
      const double hz = static_cast<double>(bin) * at(p.sample_rate) / at(p.fft_size);
      const double rising = (mel(hz) - low) / width - at(band);
      row[bin] = std::max(0.0, std::min(rising, 2 - rising));
    }
    rows.push_back(row);
  }
  return rows;
}

Values bands_of(const Parameters& p, const std::vector<Values>& triangles, std::span<const int16_t> samples) {
  Eigen::FFT<double> fft;
  std::vector<std::complex<double>> spectrum;
  fft.fwd(spectrum, windowed(p, samples));
  Values bands;
  for (const Values& weights : triangles) {
    double sum = p.spectrum == "power" ? features::kPowerFloor : features::kMagnitudeFloor;
    for (size_t bin = 1; bin < weights.size(); ++bin) {
      sum += weights[bin] * (p.spectrum == "power" ? std::norm(spectrum[bin]) : std::abs(spectrum[bin]));
    }
    bands.push_back(sum);
  }
  return bands;
}

Values transformed(const Parameters& p, const Values& values) {
  Values coefficients;
  for (int64_t k = 0; k < p.coefficients; ++k) {
    double sum = 0;
    for (int64_t i = 0; i < p.bands; ++i) {
      sum += values[static_cast<size_t>(i)] * std::cos(kPi * at(k) * (at(i) + 0.5) / at(p.bands));
    }
    coefficients.push_back(sum * std::sqrt(2 / at(p.bands)));
  }
  return coefficients;
}

}  // namespace

std::vector<double> reference_features(const Parameters& p, std::span<const int16_t> clip) {
  const std::vector<Values> rows = triangles(p);
  Values features, smoothed;
  for (int64_t frame = 0; frame < p.frames(); ++frame) {
    Values values = bands_of(
        p, rows, clip.subspan(static_cast<size_t>(frame * p.hop_samples), static_cast<size_t>(p.window_samples)));
    if (frame == 0) smoothed = values;
    for (size_t i = 0; i < values.size(); ++i) {
      smoothed[i] = 0.975 * smoothed[i] + 0.025 * values[i];
      values[i] =
          p.pcen ? std::sqrt(values[i] / std::pow(smoothed[i], 0.98) + 2) - std::sqrt(2.0) : std::log(values[i]);
    }
    if (p.kind == "mfcc") values = transformed(p, values);
    features.insert(features.end(), values.begin(), values.end());
  }
  return features;
}

}  // namespace bitstill::tests
