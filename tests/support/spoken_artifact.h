// Artifacts that hear, made of artifacts that do not: front-end, labels and detection put into the metadata.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "codegen/detector/parameters.h"
#include "datasets/features/parameters.h"

namespace bitstill::tests {

// Without labels or detection where there are none.
std::vector<uint8_t> with_front_end(std::span<const uint8_t> artifact, const features::Parameters& front_end,
                                    const std::vector<std::string>& labels,
                                    const std::optional<detector::Parameters>& detection = {});

// MLPerf Tiny's keyword spotter (golden/kws_ref): the features it was trained on, and its words.
features::Parameters mlperf_front_end();
std::vector<std::string> mlperf_labels();

}  // namespace bitstill::tests
