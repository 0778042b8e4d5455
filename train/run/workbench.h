// What every training stage needs at hand: LibTorch set up for the config, the data as tensors, the student planned.
#pragma once

#include "configs/schema/experiment.h"
#include "train/loop/samples.h"
#include "train/models/network.h"

namespace bitstill::train {

// Fixes the number of threads (LibTorch's and OpenBLAS's: sums depend on it) and returns the device the config asks
// for. Throws Error for cuda where this LibTorch sees none.
torch::Device prepare_torch(const configs::ExperimentConfig& config);

// While one lives, the config's threads are where this network's training uses them. Set for whole stages, never by
// what ran before: sums depend on it.
class ThreadsFor {
 public:
  ThreadsFor(const configs::ExperimentConfig& config, const NetworkPlan& plan);
  ~ThreadsFor();
  ThreadsFor(const ThreadsFor&) = delete;
  ThreadsFor& operator=(const ThreadsFor&) = delete;

 private:
  int threads_;
};

// Seeds LibTorch's generators for one stage (and one of several teachers), so that a stage run alone equals the same
// stage in a longer command.
enum class Stage { kTeacher = 1, kStudent = 2, kQuantize = 3, kCompress = 4, kSearch = 5 };
int64_t seed_stage(const configs::ExperimentConfig& config, Stage stage, int64_t index = 0);

// Throws Error for whatever is wrong with the data or the student, before any time is spent on training.
struct Workbench {
  explicit Workbench(const configs::ExperimentConfig& config);

  const configs::ExperimentConfig& config;
  torch::Device device;
  datasets::Splits splits;
  NetworkPurpose purpose;
  NetworkPlan student_plan;
  Samples train, validation, test;
};

}  // namespace bitstill::train
