// SpecAugment (Park and others 2019, arXiv:1904.08779): stretches of time and of frequency are hidden, so that a
// network does not hang on any one of them.
#pragma once

#include <cstdint>
#include <span>

#include "configs/schema/experiment.h"
#include "datasets/random.h"

namespace bitstill::datasets {

// `features` are rows of `coefficients` values; hidden ones become `hidden`, the step that means 0. Each mask is 0 to
// its longest wide and lies anywhere.
void hide_stretches(std::span<int8_t> features, int64_t coefficients, int8_t hidden,
                    const configs::AugmentConfig& config, Random& random);

}  // namespace bitstill::datasets
