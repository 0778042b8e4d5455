#include "datasets/features/blocks/fft.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <unsupported/Eigen/FFT>

#include "datasets/features/tables.h"
#include "datasets/random.h"

namespace bitstill::tests {
namespace {

using features::Complex;

// The tables of a front-end whose window is the whole FFT.
features::TableValues tables_of(int64_t size) {
  features::Parameters p;
  p.fft_size = p.window_samples = p.hop_samples = size;
  p.bands = p.coefficients = 2;
  p.low_hz = 100;
  p.high_hz = 8000;
  return features::make_tables(p);
}

// Values below 2^27 in the order that real_fft wants them in.
std::vector<Complex> reversed_pairs(const std::vector<int32_t>& values) {
  std::vector<Complex> points(values.size() / 2);
  uint32_t reversed = UINT32_MAX;
  const int shift = 32 - std::countr_zero(points.size());
  for (size_t i = values.size(); i > 0; i -= 2) {
    points[reversed >> shift] = {values[i - 2], values[i - 1]};
    reversed = features::previous_reversed(reversed);
  }
  return points;
}

// The largest error of any bin, in units of the loudest.
double error_of(const std::vector<int32_t>& values) {
  const auto size = static_cast<int64_t>(values.size());
  const auto tables = tables_of(size);
  std::vector<Complex> points = reversed_pairs(values);
  features::real_fft(tables.tables.fft, points.data());
  Eigen::FFT<double> fft;
  std::vector<std::complex<double>> expected;
  fft.fwd(expected, std::vector<double>(values.begin(), values.end()));
  const double scale = static_cast<double>(size) / 8;
  double loudest = std::abs(expected[points.size()]) / scale, error = 0;
  for (size_t bin = 0; bin < points.size(); ++bin) {
    std::complex<double> got(points[bin].real, points[bin].imaginary);
    if (bin == 0) {
      error = std::max(error, std::abs(points[0].imaginary - expected[points.size()].real() / scale));
      got = points[0].real;
    }
    error = std::max(error, std::abs(got - expected[bin] / scale));
    loudest = std::max(loudest, std::abs(expected[bin]) / scale);
  }
  return error / loudest;
}

constexpr int32_t kLargest = (1 << 27) - 1;

class Fft : public testing::TestWithParam<int64_t> {};

// Factors of 16 bits leave errors of some 2^-16 of a loud bin; noise has none that stands out.
TEST_P(Fft, IsTheTransformOfNoise) {
  datasets::Random random({1});
  std::vector<int32_t> values(static_cast<size_t>(GetParam()));
  for (int32_t& value : values) value = static_cast<int32_t>(random.below(2 * kLargest + 1)) - kLargest;
  EXPECT_LT(error_of(values), std::ldexp(1, -12));
}

TEST_P(Fft, IsTheTransformOfATone) {
  std::vector<int32_t> values(static_cast<size_t>(GetParam()));
  for (size_t i = 0; i < values.size(); ++i) {
    values[i] = static_cast<int32_t>(kLargest * std::sin(0.3 * static_cast<double>(i)));
  }
  EXPECT_LT(error_of(values), std::ldexp(1, -14));
}

TEST_P(Fft, DoesNotOverflowOnTheLoudestInputs) {
  const auto size = static_cast<size_t>(GetParam());
  for (const size_t period : {size_t{1}, size_t{2}, size_t{4}, size_t{6}, size / 2, size}) {
    std::vector<int32_t> values(size);
    for (size_t i = 0; i < size; ++i) values[i] = i % period < (period + 1) / 2 ? kLargest : -kLargest;
    EXPECT_LT(error_of(values), std::ldexp(1, -12)) << "a square wave of period " << period;
  }
}

TEST_P(Fft, OfAnImpulseIsFlat) {
  std::vector<int32_t> values(static_cast<size_t>(GetParam()), 0);
  values[0] = kLargest;
  EXPECT_LT(error_of(values), std::ldexp(1, -14));
}

INSTANTIATE_TEST_SUITE_P(Sizes, Fft, testing::Values(64, 128, 256, 512, 1024, 2048));

TEST(PreviousReversed, CountsDownInBitReversedOrder) {
  std::vector<uint32_t> order;
  uint32_t reversed = UINT32_MAX;
  for (int i = 0; i < 8; ++i) {
    order.push_back(reversed >> 29);
    reversed = features::previous_reversed(reversed);
  }
  EXPECT_EQ(order, (std::vector<uint32_t>{7, 3, 5, 1, 6, 2, 4, 0}));
}

}  // namespace
}  // namespace bitstill::tests
