// Artifacts that hear, made of artifacts that do not: front-end and labels put into the metadata.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "datasets/features/parameters.h"

namespace bitstill::tests {

// The same artifact with another "bitstill" entry in its metadata.
std::vector<uint8_t> with_metadata(std::span<const uint8_t> artifact, const std::string& text);

// Without labels where there are none.
std::vector<uint8_t> with_front_end(std::span<const uint8_t> artifact, const features::Parameters& front_end,
                                    const std::vector<std::string>& labels);

// MLPerf Tiny's keyword spotter (golden/kws_ref): the features it was trained on, and its words.
features::Parameters mlperf_front_end();
std::vector<std::string> mlperf_labels();

}  // namespace bitstill::tests
