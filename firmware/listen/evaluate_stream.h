// What a detector finds, misses and imagines in a long recording.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "firmware/listen/said_words.h"

namespace bitstill::firmware {

// A word is found where the first detection of it comes after it begins and at most so long after it ends.
constexpr double kFoundWithinSeconds = 1;

struct HeardWord {
  double time_s = 0;  // of the last sample that the detector had heard
  std::string word;
  double score = 0;  // from 0 to 1
};

struct StreamEvaluation {
  double seconds = 0;
  bool words_known = false;  // where they are not, nothing is taken to be said: every detection is a false alarm
  std::vector<HeardWord> heard;
  std::vector<bool> found;       // for each of heard, whether it was said; else it is a false alarm
  std::vector<SaidWord> missed;  // of the words to be found
  int64_t said = 0;              // words to be found
  int64_t others = 0;            // words that are not: of kind "other", or none of the model's

  int64_t false_alarms() const;
  double false_alarms_per_hour() const;

  std::string table() const;
  nlohmann::ordered_json json() const;
};

// `words` are those that the model can find. `heard` in the order of time; each word that is said can be found once, so
// a second detection of it is a false alarm.
StreamEvaluation match_words(const std::vector<HeardWord>& heard, const std::vector<SaidWord>& said,
                             const std::vector<std::string>& words, double seconds);

}  // namespace bitstill::firmware
