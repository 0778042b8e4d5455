#include "verify_test_set.h"

#include <fmt/format.h>

#include <filesystem>

#include "configs/support/error.h"
#include "distill/evaluate.h"
#include "train/run/experiment_options.h"

namespace bitstill {

firmware::TestSet read_test_set(const std::string& folder) {
  train::ExperimentOptions options;
  options.config = folder;
  if (!std::filesystem::exists(train::RunFolder{folder}.config())) {
    throw Error(fmt::format("{}: is no run, whose test set could be taken; give a run folder, or samples with --inputs",
                            folder));
  }
  const auto run = train::open_run(options);
  const train::Samples& samples = run->bench().test;
  firmware::TestSet test_set;
  test_set.inputs = distill::quantized_test_inputs(*run, samples.size());
  if (!samples.classification()) return test_set;
  const torch::Tensor classes = samples.targets.contiguous();
  test_set.labels.assign(classes.data_ptr<int64_t>(), classes.data_ptr<int64_t>() + classes.numel());
  return test_set;
}

}  // namespace bitstill
