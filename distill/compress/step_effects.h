// What each step on the way to the artifact changed: sizes and accuracies over the test split, a row a step.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "train/loop/meters.h"
#include "train/run/run.h"

namespace bitstill::distill {

struct LayerEffect {
  std::string layer;
  int64_t weights = 0;
  int64_t nonzero = 0;    // as int8
  int64_t different = 0;  // values as int8, zero among them
};

struct StepEffect {
  std::string step;          // "float", "step_1_prune", "quantized"
  int64_t parameters = 0;    // weights and biases
  int64_t nonzero = 0;       // of them, as integers
  int64_t file_bytes = 0;    // of the .tflite
  int64_t zipped_bytes = 0;  // of the same, deflated
  int64_t flash_bytes = 0;   // of the constants in a module made of it
  int64_t macs = 0;
  int64_t arena_bytes = 0;
  train::Score float_student, fake_quant, int8;
  std::vector<LayerEffect> layers;

  nlohmann::ordered_json json() const;
  static StepEffect from(const nlohmann::ordered_json& json);
};

// The trained student, then every step of compression, then the artifact itself; empty where the config has no steps.
// What is not the artifact is calibrated for int8 as method ptq would, without training. Stages that are done are not
// repeated. Throws Error where a student is missing or stale.
std::vector<StepEffect> measure_steps(train::Run& run);

// Bytes of a file once it is deflated, as a zip archive would hold it.
int64_t zipped_size(const std::vector<uint8_t>& bytes);

// A table for people.
std::string table(const std::vector<StepEffect>& effects);

}  // namespace bitstill::distill
