// What every kind of step does to the student before its training; one file per kind, all of them listed in
// take_steps.cpp.
#pragma once

#include <optional>
#include <vector>

#include "distill/compress/compressed_student.h"
#include "train/compress/held_weights.h"
#include "train/run/run.h"

namespace bitstill::distill {

// What a step asks of the training after it.
struct Prepared {
  std::optional<train::Pruning> pruning;
  int64_t first_candidate_epoch = 0;  // earlier epochs cannot be the best
};

// They change the student in place and throw Error for what it cannot give.
Prepared prepare_prune(CompressedStudent& student, const configs::CompressConfig& step, train::Run& run);
Prepared prepare_prune_channels(CompressedStudent& student, const configs::CompressConfig& step, train::Run& run);
Prepared prepare_prune_blocks(CompressedStudent& student, const configs::CompressConfig& step, train::Run& run);
Prepared prepare_cluster(CompressedStudent& student, const configs::CompressConfig& step, train::Run& run);

// Layers that a step names, as positions among the layers with weights; all of them where it names none. Throws Error
// for a name that is none.
std::vector<size_t> chosen_layers(const train::NetworkPlan& plan, const configs::CompressConfig& step);

// What can be told from plan and step alone, before time is spent on training. Throws Error.
void check_prune_channels(const train::NetworkPlan& plan, const configs::CompressConfig& step);
void check_prune_blocks(const train::NetworkPlan& plan, const configs::CompressConfig& step);

}  // namespace bitstill::distill
