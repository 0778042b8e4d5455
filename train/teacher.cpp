#include "train/teacher.h"

#include <spdlog/spdlog.h>

#include "train/loop/trainer.h"
#include "train/run/recipe.h"

namespace bitstill::train {
namespace {

CheckpointFile teacher_file(const configs::ExperimentConfig& config, const RunFolder& folder) {
  return {folder.teacher(), teacher_recipe(config), "bitstill train " + config.place.file};
}

}  // namespace

Score train_teacher(const configs::ExperimentConfig& config, const RunFolder& folder) {
  const Workbench bench(config);
  const int64_t seed = seed_stage(config, Stage::kTeacher);
  Network network(bench.teacher_plan);
  spdlog::info("teacher {}: {} parameters, {} training samples", network.plan().widths(), network.plan().parameters(),
               bench.train.size());
  network.start_from(bench.train.inputs);
  network.to(bench.device);

  FitTask task;
  task.stage = "teacher";
  task.place = config.teacher.place;
  task.training = config.teacher.network.training;
  task.seed = seed;
  MetricsLog metrics(folder.metrics(), task.stage);
  const Score score = fit(network, bench.train, bench.validation, task, metrics);
  network.to(torch::kCPU);
  save_checkpoint(teacher_file(config, folder), network);
  spdlog::info("teacher: validation {}", score.text());
  return score;
}

std::unique_ptr<Network> load_teacher(const configs::ExperimentConfig& config, const RunFolder& folder,
                                      const Workbench& bench) {
  auto network = std::make_unique<Network>(bench.teacher_plan);
  load_checkpoint(teacher_file(config, folder), *network);
  network->to(bench.device);
  network->eval();
  return network;
}

}  // namespace bitstill::train
