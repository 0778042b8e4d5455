// What an artifact hears in a recording of any length, computed on the host: the scores of every inference and the
// detections of which a module's Listener gives the same bytes.
//
// Features are computed once per hop, as the device does. Without PCEN they are those of each inference's clip alone;
// with it they depend on the recording's beginning, which is where the Listener is reset.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "codegen/detector/detector.h"
#include "codegen/graph/graph.h"
#include "codegen/listening.h"

namespace bitstill::codegen {

struct StreamResult {
  std::vector<int8_t> scores;  // of every inference, listening.classes() each
  std::vector<detector::Detection> detections;
};

// Samples at the front-end's rate. Inference i is made when listening.samples_heard_at(i) samples have been heard; none
// in a recording shorter than the first of them. Inferences are shared among the machine's threads.
StreamResult listen(const Graph& graph, const Listening& listening, std::span<const int16_t> recording);

// Of such scores. Other thresholds or smoothing may be tried on the same scores: change listening.detection and call
// with its threshold sums made anew (detector::threshold_sums).
std::vector<detector::Detection> detections_in(const Listening& listening, std::span<const int8_t> scores);

}  // namespace bitstill::codegen
