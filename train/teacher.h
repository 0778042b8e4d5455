// The first stage: who teaches, and what they say to every sample.
#pragma once

#include <memory>
#include <optional>

#include "train/loop/meters.h"
#include "train/models/model.h"
#include "train/run/run.h"

namespace bitstill::train {

// Trains what the config trains, asks all teachers together for their outputs on every split and keeps those in
// teacher_outputs.pt; returns their validation score. Stages that are done are not repeated.
Score train_teacher(Run& run);

// float32 [n, outputs] per split.
struct TeacherOutputs {
  torch::Tensor train, validation, test;
};

// Of the run folder. Throws Error with the remedy where they are missing or were made from another config.
TeacherOutputs load_teacher_outputs(Run& run);

// All teachers as one model, in evaluation mode on the bench's device. Throws Error with the remedy where one is
// missing, was trained from another config or does not fit the dataset.
std::unique_ptr<Model> load_teacher(Run& run);

// "784-512-10", "3 x 784-512-10", "torchscript + 784-512-10": for tables and the artifact's metadata.
std::string describe_teacher(const configs::TeacherConfig& config, const NetworkPurpose& purpose);

}  // namespace bitstill::train
