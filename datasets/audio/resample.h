// From one sample rate to another, by libsamplerate's band-limited interpolation.
#pragma once

#include <span>
#include <vector>

namespace bitstill::datasets {

enum class ResampleQuality { kGood, kFast };

// `ratio` is new rate / old rate, from 1/256 to 256; as many samples come out as last as long as what went in, rounded
// up. A ratio of 1 gives the samples as they are.
std::vector<float> resample(std::span<const float> samples, double ratio,
                            ResampleQuality quality = ResampleQuality::kGood);

}  // namespace bitstill::datasets
