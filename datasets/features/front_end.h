// The front-end as training and the host's commands see it: whole clips in, features out, by the very code that is
// emitted into modules.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "configs/schema/experiment.h"
#include "datasets/features/parameters.h"

namespace bitstill::features {

// Milliseconds become samples, defaults are filled in; the normalisation is the identity until fit() or fixed().
// Throws Error naming the config's place where the numbers contradict each other (a window longer than the clip or the
// FFT, bands above half the sample rate, more coefficients than bands, bands narrower than an FFT bin ...).
Parameters parameters_from(const configs::FeaturesConfig& config, const configs::Place& place);

// Thread-safe after construction: extract() works on its own memory.
class FrontEnd {
 public:
  explicit FrontEnd(const Parameters& parameters);
  ~FrontEnd();
  FrontEnd(const FrontEnd&) = delete;
  FrontEnd& operator=(const FrontEnd&) = delete;

  const Parameters& parameters() const;
  // clip: clip_samples samples. Returns frames x coefficients, row-major, before normalisation.
  std::vector<int16_t> extract(std::span<const int16_t> clip) const;
  // The same on the model's input grid: what the device feeds its network.
  std::vector<int8_t> features(std::span<const int16_t> clip) const;
  // The same of every whole window of a recording of any length, frame after frame, as a stream gives them. Frame t is
  // that of a clip beginning at sample t * hop_samples, but for PCEN, which goes on from the recording's beginning.
  std::vector<int8_t> stream(std::span<const int16_t> recording) const;
  // From extract()'s values to features()'s.
  std::vector<int8_t> normalize(std::span<const int16_t> features) const;

 private:
  struct Tables;
  std::vector<int16_t> extract_frames(std::span<const int16_t> samples, int64_t frames) const;
  std::unique_ptr<const Tables> tables_;
};

// normalize: standard. Mean and deviation of each coefficient over rows of `coefficients` values; one deviation becomes
// 32 steps, zero point 0.
Normalization fit_normalization(std::span<const int16_t> rows, int64_t coefficients);

// normalize: fixed. value / scale + zero_point for every coefficient, values in the natural logarithm of the spectrum.
Normalization fixed_normalization(double scale, int64_t zero_point, int64_t coefficients);

}  // namespace bitstill::features
