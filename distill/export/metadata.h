// What the artifact says about itself, in its metadata entry "bitstill".
#pragma once

#include <string>

#include "train/loop/meters.h"
#include "train/run/workbench.h"

namespace bitstill::distill {

struct ValidationScores {
  train::Score float_student;
  train::Score fake_quant;
};

// `plan` is the student's, as it ships. Compact JSON: format version, rounding, task, labels (classes), of a table its
// input columns (a device computes (number - offset) / divisor) and target names, of recordings the front-end and what
// counts as a detection, dataset, parameters, seed, networks, recipe and validation scores. No dates, no paths, no
// names of machines.
std::string artifact_metadata(const train::Workbench& bench, const train::NetworkPlan& plan,
                              const ValidationScores& scores);

}  // namespace bitstill::distill
