// How often a model hears what is said: any labelled recordings through its front-end and the reference executor.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "datasets/recordings/recording.h"
#include "firmware/listen/spoken_model.h"

namespace bitstill::firmware {

struct RightOf {
  int64_t right = 0;
  int64_t all = 0;

  double share() const { return all == 0 ? 0 : static_cast<double>(right) / static_cast<double>(all); }
};

struct RecordingsEvaluation {
  std::vector<std::string> labels;
  std::vector<std::vector<int64_t>> confusion;        // [said][heard], in the order of labels
  std::map<std::string, RightOf> speakers;            // where they are known
  std::map<std::string, int64_t> counted_as_unknown;  // words that the model does not know, and how often they are said

  RightOf total() const;
  RightOf recall(size_t label) const;  // of a class: how many of its recordings are heard as it

  // For people: accuracy, the confusion matrix with the recall of each class that is said, speakers where known. And
  // the same for programs.
  std::string table() const;
  nlohmann::ordered_json json() const;
};

// `classes` as classes_of() gives them; `crop` as read_clip() takes it. By all processors; shows progress. Throws Error
// for a recording that cannot be read, the first in their order.
RecordingsEvaluation evaluate_recordings(const SpokenModel& model, const datasets::Recordings& recordings,
                                         const std::vector<size_t>& classes, const std::string& crop);

}  // namespace bitstill::firmware
