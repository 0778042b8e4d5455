// How well a classifier tells each class from the rest, and each speaker's words from each other.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <string>
#include <vector>

namespace bitstill::distill {

// Of all samples of other classes, the share whose score is at or above a threshold, and of the class's own.
struct RocPoint {
  double false_alarms = 0;
  double hits = 0;
};

// Receiver operating characteristic of one class against all others.
struct Roc {
  std::vector<RocPoint> points;  // from (0, 0) to (1, 1), false alarms ascending, one per different score
  double area = 0;               // under the points: 1 tells all apart, 0.5 is chance
};

// `scores` [n] of that class, `is_class` [n] whether a sample belongs to it; both kinds must occur, else no points.
Roc receiver_operating_characteristic(const std::vector<double>& scores, const std::vector<bool>& is_class);

struct SpeakerScore {
  std::string speaker;
  int64_t samples = 0;
  int64_t right = 0;
};

// One entry per speaker, worst first, then by name; samples without a speaker are left out. `given` int64 [n].
std::vector<SpeakerScore> by_speaker(const std::vector<std::string>& speakers, const torch::Tensor& given,
                                     const torch::Tensor& labels);

}  // namespace bitstill::distill
