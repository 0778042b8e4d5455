// The command line every experiment command shares: CONFIG, --run, --set and --dry-run.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "configs/schema/experiment.h"
#include "train/run/run_folder.h"

namespace bitstill::train {

struct ExperimentOptions {
  std::string config;
  std::string run;
  std::vector<std::string> overrides;
  bool dry_run = false;
};

struct Experiment {
  configs::ExperimentConfig config;
  RunFolder folder;
};

void add_experiment_options(CLI::App& command, ExperimentOptions& options);

// Reads the config. With --dry-run it prints the resolved config and returns nothing: there is nothing more to do.
// Throws Error for a wrong config.
std::optional<Experiment> open_experiment(const ExperimentOptions& options);

// Writes the resolved config into the run folder, which is made where it is missing.
void write_config(const Experiment& experiment);

}  // namespace bitstill::train
