// Everything that decides what the front-end computes, in the units the device uses; carried in the artifact's
// metadata, so that the artifact alone is enough to emit it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bitstill::features {

// From a feature (int16, see front_end.h) to the model's input grid, per coefficient c, in integers:
// clamp(zero_point + round((feature - centre[c]) * multiplier[c] / 2^shift), -128, 127).
struct Normalization {
  std::vector<int32_t> centre, multiplier;  // one per coefficient
  int shift = 0;
  int32_t zero_point = 0;
  float scale = 1;  // real value of one step of the model's input, for the artifact's tensor; the device never uses it

  bool operator==(const Normalization&) const = default;
};

struct Parameters {
  std::string kind = "log_mel";  // log_mel | mfcc
  int64_t sample_rate = 16000;   // Hz
  int64_t clip_samples = 16000;  // what one inference hears
  int64_t window_samples = 480;
  int64_t hop_samples = 320;
  int64_t fft_size = 512;
  int64_t bands = 40;
  double low_hz = 20;
  double high_hz = 4000;
  int64_t coefficients = 40;  // values per frame: bands, or the MFCCs kept
  bool remove_dc = true;
  double pre_emphasis = 0;
  std::string spectrum = "power";  // power | magnitude
  bool pcen = false;
  Normalization normalization;

  // Whole windows in a clip.
  int64_t frames() const { return 1 + (clip_samples - window_samples) / hop_samples; }
  bool operator==(const Parameters&) const = default;
};

}  // namespace bitstill::features
