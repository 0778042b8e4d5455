// How loud a recording is, and 16-bit samples that are never beyond their range.
#pragma once

#include <span>

#include "datasets/audio/waveform.h"

namespace bitstill::datasets {

// Root mean square in 16-bit steps; 0 for no samples.
double rms(std::span<const int16_t> samples);
double rms(std::span<const float> samples);

double from_decibels(double decibels);  // as a factor of amplitude

// The nearest of -32768 ... 32767.
int16_t saturate(double sample);

// From +-1 to 16 bits; what a 16-bit file held comes back as it was.
Pcm to_pcm(std::span<const float> samples);
std::vector<float> to_float(std::span<const int16_t> samples);

}  // namespace bitstill::datasets
