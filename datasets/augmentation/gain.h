// A recording that is louder or softer.
#pragma once

#include <span>

namespace bitstill::datasets {

void change_gain(std::span<float> samples, double decibels);

// Brings the RMS to `level_dbfs`, where 0 is the loudest square wave; silence stays silence. A device that does not do
// the same to what it hears must not be tested on recordings that went through this.
void normalize_level(std::span<float> samples, double level_dbfs);

}  // namespace bitstill::datasets
