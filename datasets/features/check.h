// Which parameters the front-end can compute with. A config says them, or a stranger's file: nothing else is computed
// before they are checked. Each throws Error, `where` and one sentence.
#pragma once

#include <string>

#include "datasets/features/parameters.h"

namespace bitstill::features {

// Everything but the normalisation, which may not be known yet.
void check_shape(const Parameters& parameters, const std::string& where);

// Everything.
void check(const Parameters& parameters, const std::string& where);

// What the fixed-point blocks are made for.
constexpr int64_t kSmallestFft = 64;
constexpr int64_t kLargestFft = 2048;
constexpr int64_t kLargestHop = 1 << 16;
constexpr int64_t kLargestClip = 1 << 20;
constexpr int64_t kMostBands = 128;
constexpr int64_t kMostFeatures = 1 << 20;  // of a clip
constexpr int64_t kLargestMultiplier = 1 << 14;
constexpr int64_t kLargestShift = 30;

constexpr int kFeatureUnits = 128;  // a feature counts units of 1 / 128

// What is added to every band before the logarithm, where samples at full scale are 1: about what the rounding of
// 16-bit samples leaves in a band, so that digital silence is a number and faint sounds are not levelled.
constexpr double kPowerFloor = 1e-12;
constexpr double kMagnitudeFloor = 1e-6;
inline double floor_of(const Parameters& p) { return p.spectrum == "magnitude" ? kMagnitudeFloor : kPowerFloor; }

}  // namespace bitstill::features
