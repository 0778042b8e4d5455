#include "distill/student.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "configs/support/files.h"
#include "distill/export/artifact.h"
#include "distill/export/metadata.h"
#include "distill/losses.h"
#include "distill/teacher_cache.h"
#include "train/loop/checkpoint.h"
#include "train/loop/trainer.h"
#include "train/run/recipe.h"
#include "train/teacher.h"

namespace bitstill::distill {
namespace {

using configs::ExperimentConfig;
using train::RunFolder;
using train::Workbench;

train::CheckpointFile student_file(const ExperimentConfig& config, const RunFolder& folder) {
  return {folder.student(), train::student_recipe(config), "bitstill distill " + config.place.file};
}

train::CheckpointFile quantized_file(const ExperimentConfig& config, const RunFolder& folder) {
  return {folder.quantized(), train::quantized_recipe(config), "bitstill distill " + config.place.file};
}

train::FitTask make_task(const ExperimentConfig& config, const std::string& stage) {
  train::FitTask task;
  task.stage = stage;
  task.place = config.student.place;
  task.loss = [&config](const torch::Tensor& outputs, const train::Samples& samples) {
    return distillation_loss(outputs, samples, config.distillation);
  };
  return task;
}

train::Score train_float(train::Network& student, const Workbench& bench, const RunFolder& folder) {
  train::FitTask task = make_task(bench.config, "student");
  task.training = bench.config.student.training;
  task.seed = train::seed_stage(bench.config, train::Stage::kStudent);
  student.start_from(bench.train.inputs);
  student.to(bench.device);
  train::MetricsLog metrics(folder.metrics(), task.stage);
  return fit(student, bench.train, bench.validation, task, metrics);
}

torch::Tensor calibration_inputs(const Workbench& bench) {
  const int64_t count = std::min(bench.config.quantization.calibration_samples, bench.train.size());
  const torch::Tensor chosen = torch::randperm(bench.train.size(), torch::kInt64).slice(0, 0, count);
  return bench.train.inputs.index_select(0, chosen).to(bench.device);
}

train::Score quantize_student(QuantizedStudent& quantized, const train::Network& student, const Workbench& bench,
                              const RunFolder& folder) {
  const configs::QuantizationConfig& quantization = bench.config.quantization;
  train::FitTask task = make_task(bench.config, "quantized");
  task.training = quantization.training;
  task.seed = train::seed_stage(bench.config, train::Stage::kQuantize);
  quantized.to(bench.device);
  quantized.copy_folded(student);
  quantized.calibrate(calibration_inputs(bench));
  if (quantization.method == "ptq") task.training.epochs = 0;

  const int64_t frozen = std::min(quantization.frozen_epochs, task.training.epochs);
  const int64_t first_frozen = task.training.epochs - frozen;
  task.first_candidate_epoch = std::min(first_frozen, std::max<int64_t>(task.training.epochs - 1, 0));
  task.before_epoch = [&](int64_t epoch) { quantized.hold_ranges(epoch >= first_frozen); };
  train::MetricsLog metrics(folder.metrics(), task.stage);
  return fit(quantized, bench.train, bench.validation, task, metrics);
}

}  // namespace

StudentResult distill_student(const ExperimentConfig& config, const RunFolder& folder) {
  Workbench bench(config);
  if (config.distillation.alpha > 0) {
    const auto teacher = train::load_teacher(config, folder, bench);
    cache_teacher_outputs(*teacher, bench.train);
    cache_teacher_outputs(*teacher, bench.validation);
  }

  train::seed_stage(config, train::Stage::kStudent);
  train::Network student(bench.student_plan);
  spdlog::info("student {}: {} parameters", student.plan().widths(), student.plan().parameters());
  StudentResult result;
  result.float_student = train_float(student, bench, folder);
  spdlog::info("student: validation {}", result.float_student.text());

  QuantizedStudent quantized(bench.student_plan, config.quantization);
  result.fake_quant = quantize_student(quantized, student, bench, folder);
  spdlog::info("student on int8 grids ({}): validation {}", config.quantization.method, result.fake_quant.text());

  student.to(torch::kCPU);
  quantized.to(torch::kCPU);
  save_checkpoint(student_file(config, folder), student);
  save_checkpoint(quantized_file(config, folder), quantized);
  const std::string metadata = artifact_metadata(bench, {result.float_student, result.fake_quant});
  write_file(folder.artifact(), write_artifact(quantized.integers(), metadata));
  return result;
}

std::unique_ptr<train::Network> load_student(const ExperimentConfig& config, const RunFolder& folder,
                                             const Workbench& bench) {
  auto student = std::make_unique<train::Network>(bench.student_plan);
  load_checkpoint(student_file(config, folder), *student);
  student->to(bench.device);
  student->eval();
  return student;
}

std::unique_ptr<QuantizedStudent> load_quantized_student(const ExperimentConfig& config, const RunFolder& folder,
                                                         const Workbench& bench) {
  auto quantized = std::make_unique<QuantizedStudent>(bench.student_plan, config.quantization);
  load_checkpoint(quantized_file(config, folder), *quantized);
  quantized->to(bench.device);
  quantized->eval();
  return quantized;
}

}  // namespace bitstill::distill
