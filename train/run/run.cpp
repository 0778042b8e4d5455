#include "train/run/run.h"

#include <spdlog/spdlog.h>

#include "configs/support/files.h"

namespace bitstill::train {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

void copy_tree(const fs::path& from, const fs::path& to) {
  if (!fs::is_directory(from)) return write_file(to, read_file(from));
  fs::remove_all(to);
  for (const auto& entry : fs::recursive_directory_iterator(from)) {
    if (entry.is_regular_file()) write_file(to / fs::relative(entry.path(), from), read_file(entry.path()));
  }
}

}  // namespace

Run::Run(configs::ExperimentConfig config, RunFolder folder, RunOptions options)
    : config_(std::move(config)),
      folder_(std::move(folder)),
      options_(std::move(options)),
      lock_(folder_.lock()),
      log_(folder_.root),
      recipes_(config_) {
  if (options_.fresh) log_.clear();
}

const Workbench& Run::bench() {
  if (!bench_) bench_ = std::make_unique<Workbench>(config_);
  return *bench_;
}

Json Run::stage(const StageTask& task, const std::function<Json()>& work) {
  using Status = StageLog::Status;
  const Status status = log_.status(task);
  if (status == Status::kDone) {
    spdlog::info("{}: done already", task.name);
    return log_.result(task);
  }
  if (copied(task)) return log_.result(task);
  if (status == Status::kRecipeChanged) spdlog::info("{}: done again, because what leads to it changed", task.name);
  if (status == Status::kFilesChanged) spdlog::info("{}: done again, because its files changed", task.name);
  const Json result = work();
  log_.write(task, result);
  std::error_code ignored;
  fs::remove(folder_.resume(task.name), ignored);
  fs::remove(folder_.resume(task.name).parent_path(), ignored);  // where it is empty
  return result;
}

bool Run::copied(const StageTask& task) {
  for (const RunFolder& source : options_.sources) {
    const StageLog log(source.root);
    if (log.status(task) != StageLog::Status::kDone) continue;
    for (const std::string& file : task.files) copy_tree(source.root / file, folder_.root / file);
    MetricsLog(folder_.metrics(), task.name).copy_from(source.metrics());
    log_.write(task, log.result(task));
    spdlog::info("{}: taken over from {}", task.name, source.root.string());
    return true;
  }
  return false;
}

FitTask Run::fit_task(const std::string& name, const std::string& recipe,
                      const configs::TrainingConfig& training) const {
  FitTask task;
  task.stage = name;
  task.training = training;
  task.state = {folder_.resume(name), recipe};
  task.save_seconds = options_.save_seconds;
  return task;
}

}  // namespace bitstill::train
