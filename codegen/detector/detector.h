// From the scores of one inference after another to detections: a word is detected when the mean of its last few
// scores reaches its threshold, and for a while after a detection nothing is.
//
// One inference hears the same word as the next, so the mean costs little delay and takes away what a single inference
// gets wrong; the pause keeps one spoken word from being detected twice. Sums are compared, not means, so that nothing
// is divided or rounded before it is decided.
//
// Plain C++17 without floats or library; copied as it stands into modules that listen.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "codegen/arithmetic/division.h"

namespace bitstill::detector {

struct Detection {
  int32_t word;        // the place of its label among the labels
  int32_t score;       // the mean that was reached, in steps of the network's output
  uint32_t inference;  // that completed it, counted from 0 since the beginning
};

constexpr int32_t kMostSmoothing = 255;  // so that every sum of scores is below
constexpr int16_t kNever = INT16_MAX;    // the threshold of a label that is no word

// What counts as a detection.
struct Rules {
  const int16_t* thresholds;  // of each class: the smallest sum of its last `smoothing` scores that counts
  int32_t classes;
  int32_t smoothing;   // inferences that the mean is taken over
  int32_t refractory;  // inferences after a detection in which there is no other
};

// Zeros at the beginning.
struct State {
  uint32_t inferences;  // so far
  int32_t pause;        // inferences still to come in which nothing is detected
};

inline int32_t sum_of_column(const int8_t* values, int32_t rows, int32_t columns) noexcept {
  int32_t sum = 0;
  for (int32_t i = 0; i < rows; ++i) sum += values[i * columns];
  return sum;
}

// The scores of the next inference. `recent`: memory for `smoothing` rows of scores, the last of which is the newest.
// Returns whether there is a detection, and then says which: of the words that reach their thresholds, the one with the
// highest mean. None before `smoothing` inferences have been heard.
inline bool push_scores(const Rules& rules, State& state, int8_t* recent, const int8_t* scores,
                        Detection& detection) noexcept {
  const int32_t older = (rules.smoothing - 1) * rules.classes;
  memmove(recent, recent + rules.classes, static_cast<size_t>(older));
  memcpy(recent + older, scores, static_cast<size_t>(rules.classes));
  const uint32_t inference = state.inferences++;
  if (state.pause > 0) {
    --state.pause;
    return false;
  }
  if (state.inferences < static_cast<uint32_t>(rules.smoothing)) return false;
  int32_t word = -1;
  int32_t highest = 0;
  for (int32_t i = 0; i < rules.classes; ++i) {
    const int32_t sum = sum_of_column(recent + i, rules.smoothing, rules.classes);
    if (sum < rules.thresholds[i] || (word >= 0 && sum <= highest)) continue;
    word = i;
    highest = sum;
  }
  if (word < 0) return false;
  detection = {word, arithmetic::rounding_divide(highest, rules.smoothing), inference};
  state.pause = rules.refractory;
  return true;
}

}  // namespace bitstill::detector
