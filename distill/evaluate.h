// The student over the whole test split: in float, fake-quantised, and as the integers that ship.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "distill/quantize/integer_network.h"
#include "train/loop/meters.h"
#include "train/run/run.h"

namespace bitstill::distill {

struct StudentScores {
  std::optional<train::Score> teacher;  // none where the recipe has none
  train::Score float_student;
  train::Score fake_quant;
  train::Samples test;
  torch::Tensor inputs;    // int8 [n, input shape...], on the artifact's input grid
  torch::Tensor logits;    // int8 [n, outputs] of the fake-quantised student: before the softmax, if there is one
  IntegerNetwork network;  // the same student as the integers that were exported
};

// Throws Error where a checkpoint of the run folder is missing or stale.
StudentScores float_and_fake_quant_scores(train::Run& run);

struct Evaluation {
  int64_t samples = 0;
  std::optional<train::Score> teacher;
  train::Score float_student;
  train::Score fake_quant;
  train::Score int8;                     // of the reference executor on the artifact, from its last output
  int64_t logits = 0;                    // how many were compared between fake-quant and int8
  std::map<int32_t, int64_t> differing;  // steps apart -> how many logits; empty where all are equal

  // A table for people, and the same for programs.
  std::string table() const;
  nlohmann::ordered_json json() const;
  static Evaluation from(const nlohmann::ordered_json& json);
};

// Runs student.tflite of the run folder through the reference executor as well; a stage that is not repeated. Throws
// Error.
Evaluation evaluate_student(train::Run& run);

// The first `count` test samples (fewer where there are fewer) as the device reads them, one after the other.
std::vector<uint8_t> quantized_test_inputs(train::Run& run, int64_t count);

}  // namespace bitstill::distill
