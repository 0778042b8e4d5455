#include "datasets/features/mel_scale.h"

#include <cmath>

namespace bitstill::features {
namespace {

double mel(double hz) { return 1127 * std::log1p(hz / 700); }

}  // namespace

std::vector<double> flank_positions(const Parameters& p) {
  const double low = mel(p.low_hz);
  const double flank = (mel(p.high_hz) - low) / static_cast<double>(p.bands + 1);
  std::vector<double> positions;
  for (int64_t bin = 0; bin < p.fft_size / 2; ++bin) {
    const double hz = static_cast<double>(bin * p.sample_rate) / static_cast<double>(p.fft_size);
    positions.push_back((mel(hz) - low) / flank);
  }
  return positions;
}

int64_t first_empty_band(const Parameters& p) {
  const std::vector<double> positions = flank_positions(p);
  size_t bin = 1;  // bin 0 counts in no band
  for (int64_t band = 0; band < p.bands; ++band) {
    while (bin < positions.size() && positions[bin] <= static_cast<double>(band)) ++bin;
    if (bin == positions.size() || positions[bin] >= static_cast<double>(band + 2)) return band;
  }
  return p.bands;
}

}  // namespace bitstill::features
