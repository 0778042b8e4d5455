#include "distill/student.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "codegen/detector/parameters.h"
#include "configs/schema/describe.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "distill/compress/take_steps.h"
#include "distill/export/artifact.h"
#include "distill/export/metadata.h"
#include "distill/hint.h"
#include "distill/lesson.h"
#include "train/compress/held_weights.h"
#include "train/loop/checkpoint.h"
#include "train/loop/trainer.h"
#include "train/teacher.h"

namespace bitstill::distill {
namespace {

using configs::ExperimentConfig;
using train::Run;
using train::Workbench;

train::CheckpointFile student_file(const Run& run) {
  return {run.folder().student(), run.recipes().student, distill_remedy(run)};
}

train::CheckpointFile quantized_file(const Run& run) {
  return {run.folder().quantized(), run.recipes().quantized, distill_remedy(run)};
}

CompressedStudent load_final(Run& run) { return load_compressed(run, run.recipes().compressed.size()); }

train::Score train_float(Run& run) {
  const ExperimentConfig& config = run.config();
  const auto [student, score] = teach_student(run, run.bench().student_plan,
                                              run.fit_task("student", run.recipes().student, config.student.training));
  save_checkpoint(student_file(run), *student, configs::print_layers(config.student.layers));
  spdlog::info("student: validation {}", score.text());
  return score;
}

train::Score quantize_student(Run& run, const CompressedStudent& student, QuantizedStudent& quantized) {
  const ExperimentConfig& config = run.config();
  const configs::QuantizationConfig& quantization = config.quantization;
  train::FitTask task = run.fit_task("quantized", run.recipes().quantized, quantization.training);
  task.seed = train::seed_stage(config, train::Stage::kQuantize);
  calibrate(run, student, quantized);
  train::HeldWeights held(quantized.weights(), student.ties);
  if (!config.compress.empty()) task.constraint = &held;
  if (quantization.method == "ptq") task.training.epochs = 0;

  const int64_t frozen = std::min(quantization.frozen_epochs, task.training.epochs);
  const int64_t first_frozen = task.training.epochs - frozen;
  task.first_candidate_epoch = std::min(first_frozen, std::max<int64_t>(task.training.epochs - 1, 0));
  task.before_epoch = [&](int64_t epoch) { quantized.hold_ranges(epoch >= first_frozen); };
  const double alpha = quantization.distill ? config.distillation.alpha : 0;
  return Lesson(run, alpha).teach(quantized, task, run);
}

train::Score quantize(Run& run) {
  const CompressedStudent student = load_final(run);
  const auto quantized = make_quantized_student(run, student);
  const train::Score score = quantize_student(run, student, *quantized);
  spdlog::info("student on int8 grids ({}): validation {}", run.config().quantization.method, score.text());
  quantized->to(torch::kCPU);
  save_checkpoint(quantized_file(run), *quantized);
  return score;
}

void export_artifact(Run& run, const StudentResult& scores) {
  const auto quantized = load_quantized_student(run);
  quantized->to(torch::kCPU);
  const std::string metadata =
      artifact_metadata(run.bench(), quantized->plan(), {scores.float_student, scores.fake_quant});
  write_file(run.folder().artifact(), write_artifact(quantized->integers(), metadata));
}

}  // namespace

TaughtStudent teach_student(Run& run, const train::NetworkPlan& plan, train::FitTask task) {
  const ExperimentConfig& config = run.config();
  const Workbench& bench = run.bench();
  task.seed = train::seed_stage(config, train::Stage::kStudent);
  const auto student = std::make_shared<train::Network>(plan);
  spdlog::info("student {}: {} parameters", plan.widths(), plan.parameters());
  train::seed_stage(config, train::Stage::kStudent);
  const train::ThreadsFor threads(config, plan);
  student->start_from(bench.train.inputs);
  student->to(bench.device);

  const Lesson lesson(run, config.distillation.alpha);
  const bool hinted = config.distillation.alpha > 0 && config.distillation.hint.weight > 0;
  const train::Score score = hinted ? lesson.teach_with_hint(student, task, run) : lesson.teach(*student, task, run);
  student->to(torch::kCPU);
  return {student, score};
}

std::unique_ptr<QuantizedStudent> make_quantized_student(Run& run, const CompressedStudent& student) {
  const Workbench& bench = run.bench();
  std::optional<Grid> grid;
  if (bench.splits.input_grid) grid = Grid{bench.splits.input_grid->scale, bench.splits.input_grid->zero_point};
  return std::make_unique<QuantizedStudent>(student.network->plan(), run.config().quantization, grid, student.ties);
}

void calibrate(Run& run, const CompressedStudent& student, QuantizedStudent& quantized) {
  const Workbench& bench = run.bench();
  const int64_t count = std::min(bench.config.quantization.calibration_samples, bench.train.size());
  const torch::Tensor chosen = torch::randperm(bench.train.size(), torch::kInt64).slice(0, 0, count);
  student.network->to(bench.device);
  quantized.to(bench.device);
  quantized.copy_folded(*student.network);
  quantized.calibrate(bench.train.inputs.index_select(0, chosen).to(bench.device));
}

void check_student(Run& run) {
  if (run.is_done({"artifact", run.recipes().artifact, {run.folder().artifact().filename()}})) return;
  const ExperimentConfig& config = run.config();
  const Workbench& bench = run.bench();
  if (bench.splits.front_end) {
    detector::parameters_from(config.detection, *bench.splits.front_end, bench.splits.class_names);
  }
  check_steps(run);
  const configs::HintConfig& hint = config.distillation.hint;
  if (config.distillation.alpha == 0 || hint.weight == 0) return;
  hint_block(bench.student_plan, hint.student, hint.place, "student");
  const auto teachers = train::teacher_members(config.teacher);
  const configs::TeacherConfig& teacher = teachers.at(0).config;
  if (teachers.size() != 1 || teacher.kind == "torchscript") refuse_hint(hint);
  if (teachers.at(0).trained_here()) {
    hint_block(plan_network(teacher.network, bench.purpose), hint.teacher, hint.place, "teacher");
  }
}

StudentResult distill_student(Run& run) {
  check_student(run);
  const train::RunFolder& folder = run.folder();
  const train::StageTask student{"student", run.recipes().student, {folder.student().filename()}};
  const train::StageTask quantized{"quantized", run.recipes().quantized, {folder.quantized().filename()}};
  const train::StageTask artifact{"artifact", run.recipes().artifact, {folder.artifact().filename()}};
  StudentResult result;
  result.float_student = train::Score::from(run.stage(student, [&] { return train_float(run).json(); }));
  for (const train::Score& score : take_steps(run)) result.float_student = score;
  result.fake_quant = train::Score::from(run.stage(quantized, [&] { return quantize(run).json(); }));
  run.stage(artifact, [&] {
    export_artifact(run, result);
    return nlohmann::ordered_json::object();
  });
  return result;
}

std::shared_ptr<train::Network> load_student(Run& run) {
  auto student = load_final(run).network;
  student->to(run.bench().device);
  student->eval();
  return student;
}

std::unique_ptr<QuantizedStudent> load_quantized_student(Run& run) {
  auto quantized = make_quantized_student(run, load_final(run));
  load_checkpoint(quantized_file(run), *quantized);
  quantized->to(run.bench().device);
  quantized->eval();
  return quantized;
}

}  // namespace bitstill::distill
