// The front-end: from one window of samples to one row of the network's input. The blocks in their order.
//
// Plain C++17 without floats or library; copied as it stands into modules that need it.
#pragma once

#include "dct.h"
#include "mel.h"
#include "normalization.h"
#include "pcen.h"

namespace bitstill::features {

// Everything constant. A compiler that knows the values leaves out the blocks they switch off.
struct Tables {
  WindowTable window;
  FftTable fft;
  MelTable mel;
  Level floor;  // added to every band: the logarithm of silence
  bool pcen;    // instead of the logarithm
  bool mfcc;    // not the bands themselves
  DctTable dct;
  NormalizationTable normalization;
  int32_t coefficients;  // values per frame
};

// Working memory, of which only `smoothed` outlives a frame; one Level per band there, zeroed where a clip begins.
struct Memory {
  Complex* points;  // half as many as the FFT takes samples
  Level* bands;
  int32_t* values;  // one per band
  Level* smoothed;  // of PCEN, else unused
};

// `window_samples` samples in, `coefficients` features out, in units of 1 / 128: of the natural logarithm of the
// spectrum, of its cosine transform, or of what PCEN gives. Samples at full scale count as 1.
inline void extract_frame(const Tables& tables, const Memory& memory, const int16_t* samples,
                          int16_t* features) noexcept {
  constexpr int32_t kFeatureBits = 7;
  const int32_t exponent = apply_window(tables.window, samples, memory.points) + tables.fft.log2_size - 3;
  real_fft(tables.fft, memory.points);
  mel_bands(tables.mel, memory.points, exponent, memory.bands);
  for (int32_t i = 0; i < tables.mel.bands; ++i) {
    const Level energy = add(memory.bands[i], tables.floor);
    memory.values[i] = tables.pcen ? pcen(energy, memory.smoothed[i]) : natural_log(energy);
  }
  for (int32_t i = 0; i < tables.coefficients; ++i) {
    const int32_t feature =
        tables.mfcc ? rounding_shift_right(cepstral_coefficient(tables.dct, memory.values, i), 14 - kFeatureBits)
                    : rounding_shift_right(memory.values[i], 16 - kFeatureBits);
    features[i] = saturate_to_int16(feature);
  }
}

// The same on the model's input grid.
inline void normalize_frame(const Tables& tables, const int16_t* features, int8_t* frame) noexcept {
  for (int32_t i = 0; i < tables.coefficients; ++i) frame[i] = normalized(tables.normalization, i, features[i]);
}

}  // namespace bitstill::features
