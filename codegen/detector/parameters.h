// What decides when a word is detected in a stream; carried in the artifact's metadata beside the front-end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "codegen/graph/tensor.h"
#include "configs/schema/experiment.h"
#include "datasets/features/parameters.h"

namespace bitstill::detector {

struct Parameters {
  int64_t inference_every = 5;  // hops from one inference to the next
  int64_t smoothing = 3;        // inferences whose scores are averaged
  int64_t refractory = 10;      // inferences after a detection in which there is no other
  // One per label: the mean, as a real number, that is a detection; nothing where the label is no word.
  std::vector<std::optional<double>> thresholds = {};

  bool operator==(const Parameters&) const = default;
};

constexpr int64_t kMostInferenceEvery = 10'000;
constexpr int64_t kMostRefractory = 1'000'000;
constexpr double kLargestThreshold = 1e6;

// Whether a label is one of the two classes that datasets of recordings add to the words.
bool is_no_word(const std::string& label);

// Milliseconds become inferences, rounded up, and thresholds find their labels. Throws Error naming the config's place
// where a threshold is for no label, or for one that is no word.
Parameters parameters_from(const configs::DetectionConfig& config, const features::Parameters& front_end,
                           const std::vector<std::string>& labels);

// Throws Error, `where` and one sentence, where a detector cannot work so.
void check(const Parameters& parameters, const std::string& where);

// The thresholds as the device has them (detector.h), for an output of that scale and zero point: ceilings, so that a
// mean counts where it is the threshold or more.
std::vector<int16_t> threshold_sums(const Parameters& parameters, const codegen::Quantization& output);

}  // namespace bitstill::detector
