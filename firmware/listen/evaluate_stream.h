// What a detector finds, misses and imagines in a long recording.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "firmware/listen/said_words.h"
#include "firmware/listen/spoken_model.h"

namespace bitstill::firmware {

// A word is found where the first detection of it comes after it begins and at most so long after it ends.
constexpr double kFoundWithinSeconds = 1;

struct HeardWord {
  double time_s = 0;  // of the last sample that the detector had heard
  std::string word;
  double score = 0;  // from 0 to 1
};

// What another threshold, the same for all words, would have made of the same scores.
struct OperatingPoint {
  double threshold = 0;
  int64_t missed = 0;
  int64_t false_alarms = 0;
};

struct StreamEvaluation {
  double seconds = 0;
  bool words_known = false;  // where they are not, nothing is taken to be said: every detection is a false alarm
  std::vector<HeardWord> heard;
  std::vector<bool> found;       // for each of heard, whether it was said; else it is a false alarm
  std::vector<SaidWord> missed;  // of the words to be found
  int64_t said = 0;              // words to be found
  int64_t others = 0;            // words that are not: of kind "other", or none of the model's

  std::vector<OperatingPoint> at_thresholds;  // where the scores are probabilities

  int64_t false_alarms() const;
  double false_alarms_per_hour() const;

  std::string table() const;
  nlohmann::ordered_json json() const;
};

// `words` are those that the model can find. `heard` in the order of time; each word that is said can be found once, so
// a second detection of it is a false alarm.
StreamEvaluation match_words(const std::vector<HeardWord>& heard, const std::vector<SaidWord>& said,
                             const std::vector<std::string>& words, double seconds);

// The artifact's own detector over a recording of up to a day; `words` is a file for read_said_words(), empty where
// nothing is said. Throws Error for an artifact that has no detector in its metadata.
StreamEvaluation evaluate_stream(const SpokenModel& model, const std::filesystem::path& recording,
                                 const std::filesystem::path& words);

}  // namespace bitstill::firmware
