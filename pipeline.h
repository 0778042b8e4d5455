// The whole path of one experiment, stage by stage, each done only where it is not done yet; and over several seeds.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "distill/compress/step_effects.h"
#include "distill/evaluate.h"
#include "train/run/experiment_options.h"

namespace bitstill {

// What one seed led to.
struct Outcome {
  int64_t seed = 0;
  train::RunFolder folder;
  train::Score float_validation, fake_quant_validation;
  distill::Evaluation test;
  std::vector<distill::StepEffect> steps;  // empty without compression
  bool equal = false;                      // every byte of every layer on every target found
};

// Trains, distils, quantises, evaluates, generates and proves, and writes summary.json. Throws Error, Interrupted.
Outcome run_pipeline(const train::Experiment& experiment);

// The config's seeds one after the other, each in a folder of its own, seed_<n>, where there are several.
std::vector<Outcome> run_seeds(const train::Experiment& experiment);

}  // namespace bitstill
