#include "codegen/detector/parameters.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "codegen/detector/detector.h"
#include "configs/schema/detection_rules.h"
#include "configs/support/error.h"

namespace bitstill::detector {
namespace {

void check_number(int64_t value, const char* what, int64_t lowest, int64_t highest, const std::string& where) {
  if (value >= lowest && value <= highest) return;
  throw Error(fmt::format("{}: '{}' is {}, expected a number from {} to {}", where, what, value, lowest, highest));
}

size_t index_of(const std::string& word, const std::vector<std::string>& labels, const configs::Place& place) {
  const auto found = std::ranges::find(labels, word);
  if (found != labels.end() && !is_no_word(word)) return static_cast<size_t>(found - labels.begin());
  throw Error(fmt::format("{}: detection.thresholds names '{}', expected a word among: {}", place.text(), word,
                          fmt::join(labels, ", ")));
}

}  // namespace

bool is_no_word(const std::string& label) { return label == "unknown" || label == "silence"; }

Parameters parameters_from(const configs::DetectionConfig& config, const features::Parameters& front_end,
                           const std::vector<std::string>& labels) {
  Parameters p;
  p.inference_every = config.inference_every;
  p.smoothing = config.smoothing;
  const double inference_ms = 1000.0 * static_cast<double>(config.inference_every * front_end.hop_samples) /
                              static_cast<double>(front_end.sample_rate);
  constexpr double kSame = 1e-9;  // of a quotient that should be whole
  p.refractory = static_cast<int64_t>(std::ceil(config.refractory_ms / inference_ms - kSame));
  for (const std::string& label : labels) {
    p.thresholds.push_back(is_no_word(label) ? std::nullopt : std::optional(config.threshold));
  }
  for (const auto& [word, text] : config.thresholds) {
    p.thresholds[index_of(word, labels, config.place)] = configs::threshold_in(text);
  }
  check(p, config.place.text());
  return p;
}

void check(const Parameters& p, const std::string& where) {
  check_number(p.inference_every, "inference_every", 1, kMostInferenceEvery, where);
  check_number(p.smoothing, "smoothing", 1, kMostSmoothing, where);
  check_number(p.refractory, "refractory", 0, kMostRefractory, where);
  if (p.thresholds.empty()) throw Error(where + ": 'thresholds' is empty, expected one for each label");
  for (const auto& threshold : p.thresholds) {
    if (!threshold || std::abs(*threshold) <= kLargestThreshold) continue;
    throw Error(fmt::format("{}: a threshold is {}, expected a number of usual size", where, *threshold));
  }
}

std::vector<int16_t> threshold_sums(const Parameters& p, const codegen::Quantization& output) {
  constexpr double kSame = 1e-6;  // of a sum that should be whole but for the scale's rounding
  const auto inferences = static_cast<double>(p.smoothing);
  std::vector<int16_t> sums;
  for (const auto& threshold : p.thresholds) {
    if (!threshold) {
      sums.push_back(kNever);
      continue;
    }
    const double mean = *threshold / static_cast<double>(output.scale()) + output.zero_point();
    const double sum = std::ceil(inferences * mean - kSame);
    sums.push_back(static_cast<int16_t>(std::clamp(sum, -128.0 * inferences, static_cast<double>(kNever))));
  }
  return sums;
}

}  // namespace bitstill::detector
