// The command line every experiment command shares: CONFIG, --run, --set, --dry-run, --fresh and --save-every.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "configs/schema/experiment.h"
#include "train/run/run.h"

namespace bitstill::train {

struct ExperimentOptions {
  std::string config;
  std::string run;
  std::vector<std::string> overrides;
  bool dry_run = false;
  RunOptions options;
};

struct Experiment {
  configs::ExperimentConfig config;
  RunFolder folder;
  RunOptions options;
};

void add_experiment_options(CLI::App& command, ExperimentOptions& options);

// Reads the config. With --dry-run it prints the resolved config and returns nothing: there is nothing more to do.
// Throws Error for a wrong config.
std::optional<Experiment> open_experiment(const ExperimentOptions& options);

// The experiment at work: its folder is locked and holds the resolved config. Nothing with --dry-run. Throws Error,
// also where the config asks for several seeds, which only `bitstill run` and `compare` know how to do.
std::unique_ptr<Run> open_run(const ExperimentOptions& options);
std::unique_ptr<Run> open_run(const Experiment& experiment);

}  // namespace bitstill::train
