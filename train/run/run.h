// One run at work: its config, its folder, what is done already, and the data once a stage needs it.
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "train/loop/trainer.h"
#include "train/run/recipe.h"
#include "train/run/run_folder.h"
#include "train/run/run_lock.h"
#include "train/run/stage_log.h"
#include "train/run/workbench.h"

namespace bitstill::train {

struct RunOptions {
  double save_seconds = 10;        // between two saves of a training under way
  bool fresh = false;              // forget what the folder holds
  std::vector<RunFolder> sources;  // other runs whose finished stages of the same recipe are copied, not repeated
};

class Run {
 public:
  // Locks the folder. Throws Error where that, or reading the dataset's files, fails.
  Run(configs::ExperimentConfig config, RunFolder folder, RunOptions options = {});

  const configs::ExperimentConfig& config() const { return config_; }
  const RunFolder& folder() const { return folder_; }
  const Recipes& recipes() const { return recipes_; }
  // Opened at the first call. Throws Error for whatever is wrong with the data or a network.
  const Workbench& bench();

  bool is_done(const StageTask& task) const { return log_.status(task) == StageLog::Status::kDone; }
  // The result of a stage: from `work` where it is not done, else as it was noted. `work` writes the task's files.
  nlohmann::ordered_json stage(const StageTask& task, const std::function<nlohmann::ordered_json()>& work);

  // A training of the stage `name`, resumable; the caller adds what is its own.
  FitTask fit_task(const std::string& name, const std::string& recipe, const configs::TrainingConfig& training) const;

 private:
  bool copied(const StageTask& task);

  configs::ExperimentConfig config_;
  RunFolder folder_;
  RunOptions options_;
  RunLock lock_;
  StageLog log_;
  Recipes recipes_;
  std::unique_ptr<Workbench> bench_;
};

}  // namespace bitstill::train
