// What an artifact needs to listen to a stream: front-end, detector and labels, all from its metadata.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "codegen/detector/parameters.h"
#include "codegen/graph/graph.h"
#include "datasets/features/parameters.h"

namespace bitstill::codegen {

struct Listening {
  features::Parameters front_end;
  detector::Parameters detection;
  std::vector<std::string> labels;
  std::vector<int16_t> threshold_sums;  // of detection.thresholds, on the grid of the model's output

  int64_t classes() const { return static_cast<int64_t>(labels.size()); }
  // Hops until the first inference can be made; the others follow every detection.inference_every.
  int64_t hops_of_first_inference() const;
  // Where in a stream an inference is made: so many samples have been heard.
  int64_t samples_heard_at(int64_t inference) const;
};

// Entry "labels" of entry "bitstill": the texts in it.
std::vector<std::string> labels_of(const Graph& graph);

// Nothing where the metadata has no entry "detection". Throws Error where the entry is damaged, where there is no
// front-end, or where the model's one output is not one int8 score for each label.
std::optional<Listening> listening_of(const Graph& graph);

}  // namespace bitstill::codegen
