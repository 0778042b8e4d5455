#include "train/run/workbench.h"

#include <dlfcn.h>

#include <algorithm>
#include <cstdlib>

#include "configs/support/error.h"
#include "datasets/open.h"

namespace bitstill::train {
namespace {

// Two pools are never at work at once. Debian's LibTorch calls whichever BLAS the system has, and OpenBLAS has threads
// of its own: for matrices they are the ones that help, because LibTorch's wait in a loop after every small operation,
// which on a busy machine made a training ten times slower. Convolutions are divided by LibTorch's.
void set_threads(int threads, bool convolutional) {
  using SetThreads = void (*)(int);
  void* openblas = ::dlsym(RTLD_DEFAULT, "openblas_set_num_threads");
  const bool in_blas = openblas != nullptr && !convolutional;
  if (openblas != nullptr) reinterpret_cast<SetThreads>(openblas)(in_blas ? threads : 1);
  at::set_num_threads(in_blas ? 1 : threads);
}

}  // namespace

torch::Device prepare_torch(const configs::ExperimentConfig& config) {
  set_threads(static_cast<int>(config.threads), false);
  ::setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", 0);  // without it cuBLAS refuses to be deterministic
  at::globalContext().setDeterministicAlgorithms(true, false);
  at::globalContext().setAllowTF32CuBLAS(false);  // sums of whole numbers must stay exact
  at::globalContext().setAllowTF32CuDNN(false);
  const bool cuda = torch::cuda::is_available();
  if (config.device == "cuda" && !cuda) {
    throw Error(config.place.text() + ": device is cuda but this LibTorch sees no CUDA device; use auto or cpu");
  }
  return config.device != "cpu" && cuda ? torch::kCUDA : torch::kCPU;
}

ThreadsFor::ThreadsFor(const configs::ExperimentConfig& config, const NetworkPlan& plan)
    : threads_(static_cast<int>(config.threads)) {
  set_threads(threads_, std::ranges::any_of(plan.blocks, reads_image, &Block::kind));
}

ThreadsFor::~ThreadsFor() { set_threads(threads_, false); }

int64_t seed_stage(const configs::ExperimentConfig& config, Stage stage, int64_t index) {
  constexpr int64_t kStages = 8;
  constexpr int64_t kSeeds = int64_t{1} << 32;
  const auto number = static_cast<uint64_t>((index * kSeeds + config.seed) * kStages + static_cast<int64_t>(stage));
  // LibTorch's generator on a CPU takes the lower 32 bits and drops the others, so they are mixed in.
  const auto low = static_cast<uint32_t>(number), high = static_cast<uint32_t>(number >> 32);
  const uint32_t seed = low + 0x9e3779b1U * high;
  torch::manual_seed(seed);
  return seed;
}

Workbench::Workbench(const configs::ExperimentConfig& experiment)
    : config(experiment),
      device(prepare_torch(experiment)),
      splits(datasets::open_dataset(experiment)),
      purpose(purpose_of(splits)),
      student_plan(plan_network(experiment.student, purpose)),
      train(load_samples(splits, *splits.train, "training", experiment.threads)),
      validation(load_samples(splits, *splits.validation, "validation", experiment.threads)),
      test(load_samples(splits, *splits.test, "test", experiment.threads)) {}

}  // namespace bitstill::train
