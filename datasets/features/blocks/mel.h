// From the spectrum to mel bands: each is the sum of its bins' power or magnitude under a triangle.
//
// The triangles of two neighbours share a flank: what a bin does not give to the one it gives to the other. So the
// spectrum is walked once, flank by flank, with one product per bin. Each flank has a gain of its own, by its loudest
// component, so that 16-bit squares serve the faint bands beside the loud ones.
//
// Plain C++17 without floats or library; copied as it stands into modules that need it.
#pragma once

#include "fft.h"
#include "level.h"
#include "square_root.h"

namespace bitstill::features {

struct MelTable {
  const int16_t* weights;  // Q15, one per bin from first_bin on: its share in the band whose triangle rises there
  const uint16_t* ends;    // of each flank, bands + 1: the bin after its last
  int32_t first_bin;
  int32_t bands;
  int32_t headroom;  // at least 1; no flank has more than 2^headroom bins
  bool magnitude;    // not power
};

// What a flank gives to the band that rises in it and to the one that falls.
struct Flank {
  Level rising;
  Level falling;
};

inline Flank flank_of(const MelTable& table, const Complex* begin, const Complex* end, const int16_t* weights,
                      int32_t exponent) noexcept {
  uint32_t bits = 0;
  for (const Complex* bin = begin; bin < end; ++bin) bits |= magnitude(bin->real) | magnitude(bin->imaginary);
  if (bits == 0) return {{0, 0}, {0, 0}};
  const int32_t gain = leading_zeros(bits) - 1;
  uint32_t all = 0, rising = 0;
  for (const Complex* bin = begin; bin < end; ++bin) {
    const int32_t real = shift_left(bin->real, gain) >> 16;
    const int32_t imaginary = shift_left(bin->imaginary, gain) >> 16;
    uint32_t value = static_cast<uint32_t>(real * real) + static_cast<uint32_t>(imaginary * imaginary);
    if (table.magnitude) value = square_root(value);
    value >>= table.headroom;
    all += value;
    rising += 2 * static_cast<uint32_t>(half_product(static_cast<int32_t>(value), *weights++));
  }
  const int32_t doublings = exponent + 16 - gain;
  const int32_t sum_exponent = table.headroom + (table.magnitude ? doublings - 14 : 2 * doublings);
  return {make_level(rising, sum_exponent), make_level(all - rising, sum_exponent)};
}

// `points`: the spectrum, each value standing for value * 2^exponent.
inline void mel_bands(const MelTable& table, const Complex* points, int32_t exponent, Level* bands) noexcept {
  const int16_t* weights = table.weights;
  const Complex* begin = points + table.first_bin;
  Level rising = {0, 0};
  for (int32_t i = 0; i <= table.bands; ++i) {
    const Complex* const end = points + table.ends[i];
    const Flank flank = flank_of(table, begin, end, weights, exponent);
    if (i > 0) bands[i - 1] = add(rising, flank.falling);
    rising = flank.rising;
    weights += end - begin;
    begin = end;
  }
}

}  // namespace bitstill::features
